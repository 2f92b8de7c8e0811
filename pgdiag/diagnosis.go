package pgdiag

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Diagnosis is what is known of a failure. It answers five questions, each on an axis of its own: what happened, who says
// so, what is broken, did my write happen, what may I do. It is an error that wraps the one it explains.
type Diagnosis struct {
	// Condition names what happened.
	Condition Condition
	// SQLState is the server's code, also where the driver has hidden it; empty where no server said anything.
	SQLState string
	// Class is the class of PEP 249 that psycopg2 raises in this situation.
	Class Class
	// Origin says who reported the failure.
	Origin Origin
	// Scope says what is broken.
	Scope Scope
	// Outcome says what is known of the write; Rule names the rule that decided it.
	Outcome Outcome
	Rule    string
	// Retry says what may be done without the risk of doing it twice.
	Retry Retry
	// Phase says where in the connection's life it happened.
	Phase Phase
	// Status and Tx are the connection's after the failure.
	Status Status
	Tx     TxStatus
	// Notice is the last notice that came during the call: a server that crashes or stops says so in a notice only.
	Notice *pgconn.Notice
	// First is the first error of the transaction, where later ones (25P02) hide it.
	First *pgconn.PgError
	// Cause is the first cause: what the socket or the server said, also where the driver has dropped it.
	Cause error
	// Attempts are the addresses that a connect has tried, in order.
	Attempts []Attempt

	err        error
	pg         *pgconn.PgError
	connect    bool // it is a connect that has failed
	recorded   bool // a Tracker has seen the call
	understood bool // the error says something, or a Tracker has seen the call
}

// Error is the text of the error that is explained, with the first cause where that error does not show it.
func (d *Diagnosis) Error() string {
	if d == nil {
		return noFailure
	}
	text := string(d.Condition)
	if d.err != nil {
		text = d.err.Error()
	}
	if d.Condition == BadDSN {
		text = secretsIn(d.err).hide(text) // the driver's own text may show a password that it could not tell from the rest
	}
	if d.Cause != nil && d.hidesCause() {
		text += ": " + d.Cause.Error()
	}
	return text
}

// noFailure is what a nil Diagnosis says, which a program has that returns one as an error without asking.
const noFailure = "nothing has failed"

// Unwrap returns the error that is explained.
func (d *Diagnosis) Unwrap() error {
	if d == nil {
		return nil
	}
	return d.err
}

// Is makes errors.Is(d, DatabaseError) hold where the class is DatabaseError or one derived from it, and errors.Is(d,
// io.ErrUnexpectedEOF) where that is the cause, also where the driver has dropped it.
func (d *Diagnosis) Is(target error) bool {
	if d == nil {
		return false
	}
	if c, ok := target.(Class); ok {
		return d.Class.IsA(c)
	}
	return d.Cause != nil && errors.Is(d.Cause, target)
}

// As makes errors.As find what the driver has hidden: the server's error that was seen on the wire, as a *pgconn.PgError,
// and the cause. For a *pgconn.PgError it gives what PgError gives; of all other types the error that is explained comes
// first.
func (d *Diagnosis) As(target any) bool {
	if d == nil {
		return false
	}
	if pg, ok := target.(**pgconn.PgError); ok && d.pg != nil {
		*pg = d.pg
		return true
	}
	return d.err != nil && errors.As(d.err, target) || d.Cause != nil && errors.As(d.Cause, target)
}

// PgError is the server's error, also where the driver has hidden it; nil where no server said anything.
func (d *Diagnosis) PgError() *pgconn.PgError {
	if d == nil {
		return nil
	}
	return d.pg
}

// hidesCause tells whether the error that is explained does not hold the cause.
func (d *Diagnosis) hidesCause() bool {
	s := listen(d.err)
	return s.server == nil && s.socket == nil && !s.canceled && !s.deadline
}
