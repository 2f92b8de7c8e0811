// Package pgx is the target "pgx": what a program can claim that asks pgx alone. It does what the reference target does,
// by the same calls, and says only what pgx's own functions and fields say; the rest is not reported.
package pgx

import (
	_ "embed" // for the declared deviations
	"errors"
	"fmt"
	"slices"
	"sync"

	pgxv5 "github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/internal/pgxversion"
	"github.com/pgfault/pgfault/pgdiag"
)

// Name is the target's name.
const Name = "pgx"

//go:embed expect.yaml
var expect []byte

// New gives the target. It declares its own deviations, as a target.Declarer.
func New() target.Target {
	return declared{reference.Over(Name, func() reference.Layer { return &plain{} })}
}

type declared struct{ target.Target }

// Expect implements target.Declarer.
func (declared) Expect() []byte { return expect }

// plain is no layer at all: pgx's own words, put into those of the shim protocol.
type plain struct {
	ended sync.Map // the connections that the program has closed itself
}

// Hello implements reference.Layer. There is no class, and nothing that resolves: pgx has neither.
func (*plain) Hello() target.Hello {
	h := reference.Diagnosed().Hello()
	h.Name, h.Version, h.ClassConvention = Name, pgxversion.Linked(), ""
	// Of the outcome it knows not_sent alone, and of the conditions none: to be silent about the rest is no fault of it.
	h.Reports = []target.Report{target.ReportStatus, target.ReportTx, target.ReportFaulty, target.ReportSQLState}
	h.Homepage, h.IssuesURL = "https://github.com/jackc/pgx", "https://github.com/jackc/pgx/issues"
	h.Capabilities = slices.DeleteFunc(slices.Clone(h.Capabilities), func(c target.Capability) bool {
		return c == target.CapClass || c == target.CapResolve
	})
	return h
}

// Attach implements reference.Layer: the configuration stays what pgx makes of the DSN.
func (*plain) Attach(*pgxv5.ConnConfig) error { return nil }

// Claim implements reference.Layer.
func (p *plain) Claim(a target.Answer, conn *pgxv5.Conn, err error, closed bool) target.Answer {
	a.OK = target.Bool(err == nil)
	switch {
	case closed && err == nil:
		a.Status = pgdiag.StatusClosed
		p.ended.Store(conn, true)
	case conn != nil:
		a.Status, a.Tx = p.status(conn), tx(conn)
	}
	if err != nil {
		a.Error = claim(err)
	}
	return a
}

// status is IsClosed. pgx doesn't say who closed a connection, but a program knows whether it was itself.
func (p *plain) status(conn *pgxv5.Conn) pgdiag.Status {
	if !conn.IsClosed() {
		p.ended.Delete(conn) // it was given back to a pool, which has handed it out again
		return pgdiag.StatusOpen
	}
	if _, own := p.ended.Load(conn); own {
		return pgdiag.StatusClosed
	}
	return pgdiag.StatusFaulty
}

// tx is TxStatus, which is the last that the server said; of a connection that is closed it says nothing.
func tx(conn *pgxv5.Conn) pgdiag.TxStatus {
	if conn.IsClosed() {
		return ""
	}
	switch conn.PgConn().TxStatus() {
	case 'I':
		return pgdiag.TxIdle
	case 'T':
		return pgdiag.TxInTrans
	case 'E':
		return pgdiag.TxInError
	}
	return ""
}

// claim is what pgx says of an error: SafeToRetry is documented as nothing having been sent, and Timeout as a timeout;
// an error of the server's has its code. Where these say no, they say nothing of what is so instead.
func claim(err error) *target.Error {
	e := &target.Error{Message: err.Error(), Native: fmt.Sprintf("%T", err)}
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		e.SQLState = pgErr.Code
	}
	if pgconn.SafeToRetry(err) {
		e.Outcome = pgdiag.OutcomeNotSent
	}
	if pgconn.Timeout(err) {
		e.Timeout = target.Bool(true)
	}
	return e
}
