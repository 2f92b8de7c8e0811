package postgres

import (
	"errors"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// ErrUnavailable is in the tree of every error that says that no server can be had: Docker does not answer, nothing is
// installed, the DSN is bad, the user may not make databases. Its text is one line: what is wrong and what to do.
var ErrUnavailable = provide.ErrUnavailable

// ErrClosed is returned by a server that was closed.
var ErrClosed = errors.New("server is closed")

// ErrDown says that a server does not run.
var ErrDown = errors.New("server does not run")

// UnavailableError is the error behind ErrUnavailable, with what is wrong and what to do apart.
type UnavailableError = provide.UnavailableError

// errExtras says that a server which many use was asked for what only one of one's own has.
var errExtras = errors.New("only a private server has a standby, TLS or a small disk")

// errNoStandby says that a server has none.
var errNoStandby = errors.New("the server has no standby")

// errWALDisk says that a disk for the WAL goes alone.
var errWALDisk = errors.New("a small disk for the WAL goes with no other small disk, and with no standby")
