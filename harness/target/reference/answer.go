package reference

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// diagnosed is the layer of the reference target: pgdiag, and nothing of its own.
type diagnosed struct{}

// Diagnosed is the reference target's layer, for who puts another in front of it.
func Diagnosed() Layer { return diagnosed{} }

// Hello implements Layer.
func (diagnosed) Hello() target.Hello { return hello }

// Attach implements Layer.
func (diagnosed) Attach(cfg *pgx.ConnConfig) error {
	_, err := pgdiag.Attach(cfg)
	return err
}

// Follow implements Follower. The error of an acquire may be the context's own, which says nothing of the pool.
func (diagnosed) Follow(ctx context.Context) (context.Context, func(error) error) {
	ctx, call := pgdiag.WithCall(ctx)
	return ctx, func(err error) error { return call.Diagnose(err) }
}

// Probe implements Prober.
func (diagnosed) Probe(ctx context.Context, conn *pgx.Conn) error {
	if d := pgdiag.Probe(ctx, conn); d != nil {
		return d
	}
	return nil
}

// Claim implements Layer.
func (diagnosed) Claim(a target.Answer, conn *pgx.Conn, err error, closed bool) target.Answer {
	a.OK = target.Bool(err == nil)
	switch {
	case err == nil && closed: // by its owner now, whatever it was before
		a.Status, a.Tx = pgdiag.StatusClosed, pgdiag.TxUnknown
		return a
	case err == nil && conn != nil:
		a.Status, a.Tx = pgdiag.StatusOf(conn), pgdiag.TxStatusOf(conn)
		return a
	case err == nil:
		return a
	}
	var d *pgdiag.Diagnosis
	if conn == nil {
		d = pgdiag.Diagnose(err)
	} else {
		d = pgdiag.DiagnoseConn(conn, err)
	}
	a.Status, a.Tx, a.Error = d.Status, d.Tx, claim(d)
	return a
}

// claim puts a diagnosis into the words of the shim protocol.
func claim(d *pgdiag.Diagnosis) *target.Error {
	e := &target.Error{
		Message: d.Error(), Native: fmt.Sprintf("%T", d.Unwrap()), SQLState: d.SQLState, Class: string(d.Class),
		Condition: string(d.Condition), Outcome: d.Outcome, Retry: d.Retry, Origin: d.Origin, Scope: d.Scope,
	}
	if d.First != nil {
		e.First = d.First.Code
	}
	if d.PgError() != nil {
		e.Diagnostics, _ = json.Marshal(d.Diagnostics()) // strings only: it can't fail
	}
	return e
}

// refused is the answer to a request that makes no sense, before pgx is asked.
func refused(err error) target.Answer {
	return target.Answer{OK: target.Bool(false), Error: &target.Error{Message: err.Error(), Native: fmt.Sprintf("%T", err)}}
}
