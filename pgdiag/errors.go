package pgdiag

import "errors"

// Causes that only the book-keeping knows. They appear as a Diagnosis's Cause, and but for errUnseen never as the error of a call.
var (
	errGarbage = errors.New("what came is not the PostgreSQL protocol")
	errGivenUp = errors.New("the driver gave the connection up")
	errTooLong = errors.New("an error that was not kept")                                    // in the place of one that holds a large text
	errUnseen  = errors.New("the connection was lost, and what was sent on it was not seen") // for driver.ErrBadConn
	errNil     = errors.New("a nil pointer that was returned as an error")                   // in the place of one
	errNoTLS   = errors.New("the server offers no TLS")
	errNoDSN   = errors.New("it is empty")
)

// ErrAttached is returned by Attach for a config that a Tracker is attached to already.
var ErrAttached = errors.New("pgdiag: a tracker is attached to this config already")

// errEndedInside is the error of a Tx whose function has ended the transaction itself.
var errEndedInside = errors.New("pgdiag: the function has ended its transaction itself; it must leave COMMIT and ROLLBACK to Tx")

// errNotCommitted is the error of a Tx whose CommitQuery does something else than to commit.
var errNotCommitted = errors.New("pgdiag: the CommitQuery is not a COMMIT: what became of the transaction is not known")

// ErrNotAConn is the error of a Probe of something that is not a connection of pgx's, of a nil one, or of one that has gone
// back to its pool.
var ErrNotAConn = errors.New("pgdiag: not a connection of pgx's, or nil")

// errInUse is the error of a Probe of a *sql.Conn that another call is using.
var errInUse = errors.New("pgdiag: another call is using the connection")

// ErrNoConfig is returned by Attach for a nil config.
var ErrNoConfig = errors.New("pgdiag: attach to a nil config; make one with pgx.ParseConfig")
