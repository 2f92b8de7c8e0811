package reference

import (
	"encoding/json"
	"fmt"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// answer adds to a what became of the call, and the connection's status after it.
func answer(a target.Answer, s *session, err error) target.Answer {
	a.OK = target.Bool(err == nil)
	if s != nil {
		a.Status, a.Tx = pgdiag.StatusOf(s.conn), pgdiag.TxStatusOf(s.conn)
	}
	if err == nil {
		return a
	}
	var d *pgdiag.Diagnosis
	if s == nil {
		d = pgdiag.Diagnose(err)
	} else {
		d = pgdiag.DiagnoseConn(s.conn, err)
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
	if d.PgError() != nil {
		e.Diagnostics, _ = json.Marshal(d.Diagnostics()) // strings only: it can't fail
	}
	return e
}

// refused is the answer to a request that makes no sense, before pgx is asked.
func refused(err error) target.Answer {
	return target.Answer{OK: target.Bool(false), Error: &target.Error{Message: err.Error(), Native: fmt.Sprintf("%T", err)}}
}
