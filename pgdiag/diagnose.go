package pgdiag

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Diagnose explains an error that pgx, pgxpool or database/sql over pgx has returned; wrapped errors are looked through.
// Where the connection's config has a Tracker, it uses what the tracker saw of the failed call; without it, or for a value
// that many failures share (context.Canceled), it claims only what the error alone proves: DiagnoseConn and WithCall say
// more then. Of several errors in one value (errors.Join) each is diagnosed; the gravest is returned, with an outcome and
// an advice that hold for all. A nil error has a nil diagnosis; Wrap is for those who return it as an error.
func Diagnose(err error) *Diagnosis {
	if err == nil {
		return nil
	}
	return explain(err, nobody)
}

// Wrap is Diagnose as an error: nil where err is, and otherwise a *Diagnosis. (A nil *Diagnosis that is returned as an
// error is not nil.)
func Wrap(err error) error {
	if err == nil {
		return nil
	}
	return Diagnose(err)
}

// candidates are the records of the calls that may have returned an error which does not tell by itself whose it is; all
// is false where there may be others.
type candidates func(err error) (found []*record, all bool)

func nobody(error) ([]*record, bool) { return nil, true }

// explain diagnoses each of the errors in err.
func explain(err error, who candidates) *Diagnosis {
	pg, ok := err.(*pgconn.PgError)                                               //nolint:errorlint // the usual case
	if _, is := err.(*Diagnosis); !is && (ok && pg == nil || !ok && isNil(err)) { //nolint:errorlint // this very value
		err = errNil
	}
	d, several := (*Diagnosis)(nil), false
	if !ok {
		d, several = look(err)
	}
	switch {
	case several:
		return explainAll(err, branches(err), who)
	case d != nil:
		return d
	}
	return explainAnew(err, who)
}

// explainOne diagnoses an error of one call.
func explainOne(err error, who candidates) *Diagnosis {
	if d := known(err); d != nil {
		return d
	}
	return explainAnew(err, who)
}

// explainAnew diagnoses an error of one call that holds no diagnosis.
func explainAnew(err error, who candidates) *Diagnosis {
	var f facts
	f.said.listen(err)
	if r := recent.find(err); r != nil {
		fillBelow(r, &f)
		if !f.traced && !f.ready && f.status == StatusOpen {
			f.status = StatusUnknown // no tracer tells whether pgx has closed it since
		}
		return diagnose(err, &f)
	}
	found, all := who(err)
	switch {
	case len(found) == 1 && all:
		fillBelow(found[0], &f)
		return diagnose(err, &f)
	case len(found) == 0:
		return diagnose(err, &f)
	}
	s := f.said
	ds := make([]*Diagnosis, 0, len(found)+1)
	for _, r := range found {
		var f facts
		r.fill(&f)
		f.said = s
		ds = append(ds, diagnose(err, &f))
	}
	if !all {
		ds = append(ds, diagnose(err, &facts{said: s}))
	}
	return merge(err, ds)
}

// fillBelow fills in what is known of the call, and keeps what the error says.
func fillBelow(r *record, f *facts) {
	s := f.said
	r.fill(f)
	f.said = s
}

// known is the diagnosis that an error holds already.
func known(err error) *Diagnosis {
	for left := maxNodes; err != nil && left > 0; left-- {
		switch e := err.(type) { //nolint:errorlint // the walk itself
		case *pgconn.PgError:
			return nil // there is nothing below
		case *Diagnosis:
			if e != nil {
				return e
			}
		}
		err = errors.Unwrap(err)
	}
	return nil
}

// diagnose decides in the order of what is most certain: what the server said, what the client refused, what the caller
// wanted, and last what the network did.
func diagnose(err error, f *facts) *Diagnosis {
	d := &Diagnosis{err: err, Phase: PhaseQuery, Notice: f.notice, Attempts: f.attempts, connect: f.connect || f.connecting}
	switch {
	case f.phase != "":
		d.Phase = f.phase
	case f.connect:
		d.Phase = connectPhase(&f.said)
	}
	switch pg := f.serverError(); {
	case pg != nil:
		d.fromServer(pg, f)
	case f.sqlstate != "":
		d.fromServer(&pgconn.PgError{Code: f.sqlstate}, f)
		d.pg = nil
	case d.fromClient(f):
	default:
		d.fromNetwork(f)
	}
	d.finish(f)
	return d
}

// serverError is what the server said in the failed call: in the error, or seen on the wire and hidden by the driver,
// which drops the error where a session ends with a severity in another language, where the socket fails first, and where
// the caller's time is over before the ReadyForQuery.
func (f *facts) serverError() *pgconn.PgError {
	switch {
	case f.server != nil:
		return f.server
	case f.answer == nil, f.dead, f.sentinel != "", f.connecting && !isFatal(f.answer):
		return nil
	case f.fatal != nil, f.lost(), !f.ready:
		return f.answer
	}
	return nil
}

// fromServer fills in what an ErrorResponse says.
func (d *Diagnosis) fromServer(pg *pgconn.PgError, f *facts) {
	d.pg, d.SQLState, d.Cause = pg, pg.Code, pg
	d.Condition, d.Class = conditionOf(pg, f), ClassOf(pg.Code, Psycopg2)
	d.Origin = OriginServer
	if isPooler(pg) {
		d.Origin = OriginPooler
	}
	switch {
	case pg.Code == "57014" && f.failing:
		d.Condition, d.Origin = CopySourceFailure, OriginClient
	case pg.Code == "57014" && f.caller != nil:
		// The driver has sent a cancel request for the caller's context, and the server has obeyed.
		d.Condition, d.Origin = callerCondition(f.caller), OriginCaller
	}
	if f.connect && f.phase == "" || f.connecting && pg.Code[:min(2, len(pg.Code))] == "28" {
		d.Phase = PhaseAuth
	}
}

// fromClient fills in what the driver or this process has refused without asking the server.
func (d *Diagnosis) fromClient(f *facts) bool {
	d.Origin = OriginClient
	switch {
	case f.sentinel != "":
		d.Condition = f.sentinel
		if f.sentinel == CommitRolledBack {
			d.Phase, d.Origin = PhaseCommit, OriginServer
		}
	case f.acquiring && f.deadline && f.exhausted:
		d.Condition = PoolExhausted
	case f.parse:
		d.Condition, d.Phase = BadDSN, PhaseDial
	case f.mismatch:
		d.Condition, d.Phase, d.Origin = ServerMismatch, PhaseStartup, OriginServer
	case f.lock, f.busy:
		d.Condition = ConnectionBusy
	case f.dead && f.status == StatusClosed, f.book == nil && (f.closed || f.netClose) && !f.connect:
		d.Condition = ConnectionClosedByOwner
	case f.authing && f.answer == nil && f.transport == nil && !f.timed():
		d.Condition, d.Phase = AuthenticationRefused, PhaseAuth
	case f.book != nil && f.status == StatusOpen && f.caller == nil && f.answer == nil && !f.timed() && f.mute():
		return d.refused(f)
	default:
		d.Origin = ""
		return false
	}
	return true
}

// refused names what the driver has refused in the middle of a good connection. pgx has no types for it: that it was an
// argument is known where there is one, and where nothing was executed although nothing else went wrong.
func (d *Diagnosis) refused(f *facts) bool {
	if f.traced && f.nothing && f.arguments {
		d.Condition = EncodeFailure
		return true
	}
	d.Condition = UnknownFailure
	return true
}

// timed tells whether a limit of time or the caller has ended the call.
func (f *facts) timed() bool { return f.canceled || f.deadline || f.timeout }

// callerCondition is the condition of the caller's context.
func callerCondition(ctxErr error) Condition {
	if errors.Is(ctxErr, context.DeadlineExceeded) {
		return CallerDeadline
	}
	return CallerCancel
}
