package pgdiag

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"
)

// look finds in one walk the diagnosis that a value holds already, and tells whether it holds several errors: branches of its
// tree, or what it shows by an As method only.
func look(err error) (d *Diagnosis, several bool) {
	for left := maxNodes; err != nil && left > 0; left-- {
		switch e := err.(type) { //nolint:errorlint // the walk itself
		case *pgconn.PgError:
			return nil, false // there is nothing below
		case *Diagnosis:
			return e, false
		case *pgconn.ConnectError:
			return known(err), false // its branches are the attempts of one connect
		case interface{ Unwrap() error }:
			if _, ok := err.(interface{ As(target any) bool }); ok {
				return nil, true
			}
			err = e.Unwrap()
			continue
		case interface{ Unwrap() []error }, interface{ As(target any) bool }:
			return nil, true
		}
		return nil, false
	}
	return nil, false
}

// several tells whether a value holds several errors.
func several(err error) bool {
	_, many := look(err)
	return many
}

// branches are the errors in a value, each of a call of its own.
func branches(err error) []error {
	var out []error
	left := maxNodes
	var visit func(error)
	visit = func(root error) {
		for err := root; ; err = errors.Unwrap(err) {
			if left--; err == nil || left < 0 {
				out = append(out, root)
				return
			}
			switch e := err.(type) { //nolint:errorlint // the walk itself
			case *pgconn.ConnectError, *Diagnosis:
				out = append(out, root)
				return
			case interface{ Unwrap() []error }:
				for _, b := range e.Unwrap() {
					visit(b)
				}
				return
			case interface{ As(target any) bool }:
				out = append(out, shown(err)...)
				if next := errors.Unwrap(err); next != nil {
					visit(next)
				}
				return
			}
		}
	}
	visit(err)
	return out
}

// shown are the errors that a value shows by its methods As and Is, as errors.As and errors.Is see them.
func shown(err error) []error {
	a, _ := err.(interface{ As(target any) bool })
	var inner error
	if a.As(&inner) && inner != nil && !sameError(inner, err) { // it hands the question on: all that it holds can be seen
		return branches(inner)
	}
	var (
		d   *Diagnosis
		pg  *pgconn.PgError
		c   *pgconn.ConnectError
		out []error
	)
	if a.As(&d) {
		out = append(out, d)
	}
	if a.As(&c) {
		out = append(out, c)
	} else if a.As(&pg) {
		out = append(out, pg)
	}
	i, ok := err.(interface{ Is(target error) bool })
	if !ok {
		return out
	}
	for _, s := range []error{
		context.Canceled, context.DeadlineExceeded, pgconn.ErrConnClosed, io.ErrUnexpectedEOF, io.EOF, pgx.ErrTxClosed, pgx.ErrTxCommitRollback,
		pgx.ErrNoRows, pgx.ErrTooManyRows, sql.ErrTxDone, sql.ErrConnDone, puddle.ErrClosedPool,
	} {
		if i.Is(s) {
			out = append(out, s)
		}
	}
	return out
}

// explainAll diagnoses the errors of several calls. One that says nothing which is understood here is a program's own, unless
// the others only follow from a failure; and so is a context's error beside that of a call which the same context has ended.
func explainAll(err error, all []error, who candidates) *Diagnosis {
	var ds []*Diagnosis
	for _, b := range all {
		if b == nil {
			continue
		}
		ds = append(ds, explainOne(b, who))
	}
	var told []*Diagnosis
	for _, d := range ds {
		if d.understood && !(bare(d.err) && !d.recorded && ended(ds, d.Condition)) {
			told = append(told, d)
		}
	}
	if len(told) == 0 {
		told = ds
	}
	if len(told) == 0 {
		return diagnose(err, &facts{said: listen(nil)})
	}
	d := merge(err, told)
	if len(told) < len(ds) && !slices.ContainsFunc(told, func(d *Diagnosis) bool { return !d.aftermath() }) {
		d.Outcome, d.Rule, d.Retry = OutcomeUnknown, "several", RetryVerifyFirst
	}
	return d
}

// aftermath tells whether a failure is one that follows from another: of the call that had failed before it says nothing.
func (d *Diagnosis) aftermath() bool {
	switch d.Condition {
	case TransactionClosed, ConnectionClosedByOwner:
		return d.Outcome == OutcomeNotSent
	}
	return false
}

// bare tells whether an error is that of a context and nothing else.
func bare(err error) bool {
	return err == context.Canceled || err == context.DeadlineExceeded //nolint:errorlint // nothing around it
}

// ended tells whether a call of which more is known was ended by the caller in this way.
func ended(ds []*Diagnosis, c Condition) bool {
	for _, d := range ds {
		if d.recorded && d.Condition == c {
			return true
		}
	}
	return false
}

// merge is the gravest of several diagnoses, with an outcome and an advice that hold for all of them.
func merge(err error, ds []*Diagnosis) *Diagnosis {
	worst := ds[0]
	o, r := worst.Outcome, worst.Retry
	for _, d := range ds[1:] {
		if gravity(d.Outcome) > gravity(worst.Outcome) {
			worst = d
		}
		o, r = bothOutcomes(o, d.Outcome), moreCareful(r, d.Retry)
	}
	out := *worst
	out.err = err
	for _, d := range ds {
		switch {
		case d.Status == StatusFaulty, d.Status == StatusClosed && out.Status != StatusFaulty, d.mayHaveClosed() && out.Status == StatusOpen:
			out.Status, out.Tx = d.Status, TxUnknown
		}
	}
	if o != out.Outcome {
		out.Outcome, out.Rule = o, "several"
	}
	switch o {
	case OutcomeUnknown:
		if len(ds) > 1 && r != RetryNo || worst.Outcome != OutcomeUnknown {
			r = RetryVerifyFirst
		}
	case OutcomeCommitted:
		r = RetryNo
	}
	out.Retry = r
	return &out
}

// mayHaveClosed tells whether an error is one for which pgx closes connections, and it is not known whether it has closed
// this one.
func (d *Diagnosis) mayHaveClosed() bool {
	return d.Status == StatusUnknown && (d.Origin == OriginCaller || d.Origin == OriginNetwork)
}

// gravity orders the outcomes by what they ask of a program.
func gravity(o Outcome) int {
	switch o {
	case OutcomeUnknown:
		return 3
	case OutcomeCommitted:
		return 2
	case OutcomeRolledBack:
		return 1
	}
	return 0
}

// bothOutcomes is what holds of two calls.
func bothOutcomes(a, b Outcome) Outcome {
	switch {
	case a == b:
		return a
	case (a == OutcomeNotSent || a == OutcomeRolledBack) && (b == OutcomeNotSent || b == OutcomeRolledBack):
		return OutcomeRolledBack
	}
	return OutcomeUnknown
}

// moreCareful is the advice that does no harm to either of two calls.
func moreCareful(a, b Retry) Retry {
	if care(b) > care(a) {
		return b
	}
	return a
}

// care orders the advice by how much it asks before anything is done again.
func care(r Retry) int {
	switch r {
	case RetryStatement:
		return 0
	case RetryTransaction:
		return 1
	case RetryReconnect:
		return 2
	case RetryWait:
		return 3
	case RetryNo:
		return 4
	}
	return 5
}
