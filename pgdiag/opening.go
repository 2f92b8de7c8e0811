package pgdiag

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// sslCode begins an SSLRequest (manual: "Message Formats").
const sslCode = 80877103

// firstLimit is how much is kept of what a peer says first.
const firstLimit = 48

// opening is what is said on a socket before the protocol begins on it: the question for TLS, and its answer.
type opening struct {
	asked bool   // TLS was asked for
	first []byte // what the peer said first, while it was not answered
	err   error  // what the socket said, timeouts aside
}

// wrote takes note of what the client says.
func (o *opening) wrote(p []byte) {
	const clientHello = 0x16 // the type of a TLS record, where TLS begins without a question
	o.asked = o.asked || len(p) >= 8 && binary.BigEndian.Uint32(p[4:]) == sslCode || len(p) > 0 && p[0] == clientHello
}

// read takes note of what the peer says.
func (o *opening) read(p []byte, err error) {
	if room := firstLimit - len(o.first); room > 0 {
		o.first = append(o.first, p[:min(room, len(p))]...)
	}
	if err != nil && o.err == nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		o.err = err
	}
}

// failure is why TLS was not begun, as far as it was seen. A server answers with one of three bytes (manual: "SSL Session
// Encryption"); an E begins an error, of a server that is too old or can't start a process.
func (o *opening) failure() error {
	switch {
	case !o.asked:
		return o.err
	case len(o.first) == 0:
		return o.err
	case o.first[0] == 'N':
		return errNoTLS
	case o.first[0] != 'S' && o.first[0] != 'E':
		return &garbage{slices.Clone(o.first)}
	}
	return o.err
}

// garbage is what came in the place of the protocol.
type garbage struct{ first []byte }

// Error implements error.
func (g *garbage) Error() string {
	if len(g.first) == 0 {
		return errGarbage.Error()
	}
	return fmt.Sprintf("%v: it begins with %q", errGarbage, g.first)
}

// Is makes errors.Is(g, errGarbage) hold.
func (g *garbage) Is(target error) bool { return target == errGarbage }

// isGarbage tells whether a cause is that what came was not the protocol.
func isGarbage(cause error) bool {
	for err := cause; err != nil; err = errors.Unwrap(err) {
		if err == errGarbage { //nolint:errorlint // one node at a time
			return true
		}
		if _, ok := err.(*garbage); ok { //nolint:errorlint // one node at a time
			return true
		}
	}
	return false
}

// foreign tells whether something else than a PostgreSQL has answered: what it said first was none of its messages.
func foreign(cause error) bool {
	var g *garbage
	return errors.As(cause, &g) && len(g.first) > 0
}

// startupType tells whether a server may send a message of this type before it has let a client in (manual: "Start-up").
func startupType(typ byte) bool {
	switch typ {
	case 'R', 'E', 'N', 'v', 'S', 'K':
		return true
	}
	return false
}

// aheadOf is what a connection has read of its peer and not handed on yet, where it reads ahead.
func aheadOf(conn io.Reader) []byte {
	if a, ok := conn.(interface{ ahead() []byte }); ok {
		return a.ahead()
	}
	return nil
}
