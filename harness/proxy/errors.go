package proxy

import "errors"

var (
	// ErrClosed is returned by an endpoint that has been closed.
	ErrClosed = errors.New("endpoint is closed")
	// ErrCut is returned where a toxic could only be removed by cutting the connections, since their peer doesn't read.
	ErrCut = errors.New("connections were cut, since their peer does not read")
	// ErrStuck is returned where toxiproxy did not come to an end although the connections were cut.
	ErrStuck = errors.New("toxiproxy does not come to an end")
)
