package scenario

import (
	"slices"

	"github.com/pgfault/pgfault/harness/target"
)

// opNeeds are the fields that each operation of a scenario needs. An operation that is not in it is none that a
// scenario may ask for: hello and bye are the engine's.
var opNeeds = map[target.Op][]string{
	target.OpConnect: {"Session"}, target.OpClose: {"Session"}, target.OpStatus: {"Session"}, target.OpCancel: {"Session"},
	target.OpQuery: {"Session", "SQL"}, target.OpCopyIn: {"Session", "SQL"}, target.OpCopyOut: {"Session", "SQL"},
	target.OpBegin: {"Session"}, target.OpCommit: {"Session"}, target.OpRollback: {"Session"},
	target.OpPrepare: {"Session", "Name", "SQL"}, target.OpExecute: {"Session", "Name"},
	target.OpListen: {"Session", "Channel"}, target.OpWaitNotification: {"Session"},
	target.OpBatch: {"Session", "Statements"}, target.OpQueryRow: {"Session", "SQL"},
	target.OpQueryStart: {"Session", "SQL"}, target.OpQueryRest: {"Session"}, target.OpResolve: {"Session"},
	target.OpPoolOpen: {"Pool"}, target.OpPoolClose: {"Pool"},
	target.OpPoolAcquire: {"Pool", "Session"}, target.OpPoolRelease: {"Pool", "Session"},
}

func (v *validator) do(d Do) {
	needs, known := opNeeds[d.Op]
	if !known {
		v.add("unknown operation %q", d.Op)
		return
	}
	fields := []struct {
		name  string
		empty bool
	}{
		{"Session", d.Session == ""},
		{"SQL", d.SQL == ""},
		{"Name", d.Name == ""},
		{"Channel", d.Channel == ""},
		{"Pool", d.Pool == ""},
		{"Statements", len(d.Statements) == 0},
	}
	for _, f := range fields {
		if need := slices.Contains(needs, f.name); need && f.empty {
			v.add("%s needs %s", d.Op, f.name)
		} else if !need && !f.empty {
			v.add("%s has no use for %s", d.Op, f.name)
		}
	}
	if d.Op != target.OpConnect && d.Op != target.OpPoolOpen && (d.User != "" || d.Password != "") {
		v.add("only a connect and a pool_open have a User and a Password")
	}
	if d.Op != target.OpPoolOpen && (d.MaxLifetime != 0 || d.Check != 0 && d.Op != target.OpWaitNotification) {
		v.add("only a pool_open has a MaxLifetime, and only it and a wait_notification a Check")
	}
	if d.Op != target.OpQuery && d.Fetch != 0 || d.Fetch < 0 {
		v.add("only a query can Fetch a number of rows at a time")
	}
	if d.Op != target.OpCommit && d.Track {
		v.add("only a commit can Track")
	}
	if d.Op != target.OpResolve && d.Expect.Resolution != nil {
		v.add("only a resolve has a Resolution")
	}
	if d.Op != target.OpQueryRow && (d.As != nil || d.Into != nil) {
		v.add("only a query_row has As and Into")
	}
	if d.Op != target.OpCopyIn && d.Fail != "" {
		v.add("only a copy_in has a source that can Fail")
	}
	if d.GivenUp != "" && d.GivenUp != target.GivenUpDeadline && d.GivenUp != target.GivenUpCancel {
		v.add("GivenUp is %s, %s or empty", target.GivenUpDeadline, target.GivenUpCancel)
	}
	switch d.Op {
	case target.OpClose, target.OpPoolOpen, target.OpPoolClose, target.OpPoolRelease:
		if d.Async {
			v.add("%s can't be async", d.Op)
		}
	}
	if min(d.Timeout, d.Expect.AtLeast, d.Expect.Within, d.MaxLifetime, d.Check) < 0 {
		v.add("a duration can't be negative")
	}
	v.expect(d)
	v.sessions(d)
}

func (v *validator) expect(d Do) {
	for major, e := range d.Expect.Since {
		if major <= 0 || e.Since != nil {
			v.add("Since goes by a major version, and only once")
		}
	}
	for _, e := range d.Expect.Or {
		if !e.MustFail() || !d.Expect.MustFail() || e.Or != nil || e.Since != nil {
			v.add("Or are failures beside a failure, without alternatives of their own")
		}
	}
	if d.Expect.OrSucceeds && !d.Expect.MustFail() {
		v.add("OrSucceeds is of what must fail")
	}
	if d.Expect.MustFail() && !d.Expect.OrSucceeds && d.Expect.Rows != nil {
		v.add("what must fail has no rows to expect")
	}
	if d.Expect.AtLeast > d.Within() {
		v.add("AtLeast %s is longer than Within %s", d.Expect.AtLeast, d.Within())
	}
}

// sessions follows which sessions and pools there are. A connect that must fail leaves none. A session that was closed
// may still be used: that is a mistake of the caller's that a client has to diagnose, too.
func (v *validator) sessions(d Do) {
	fails := d.Expect.MustFail()
	switch d.Op {
	case target.OpConnect, target.OpPoolAcquire:
		if d.Op == target.OpPoolAcquire {
			v.pool(d)
		}
		if v.connected[d.Session] {
			v.add("session %q is connected already", d.Session)
		}
		v.connected[d.Session] = !fails
		v.known[d.Session] = v.known[d.Session] || !fails || d.Async // which can be cancelled
	case target.OpPoolOpen:
		v.pools[d.Pool] = !fails
	case target.OpPoolClose:
		v.pool(d)
	case target.OpPoolRelease:
		v.pool(d)
		v.session(d)
		v.connected[d.Session] = false
	case target.OpClose:
		v.session(d)
		v.connected[d.Session] = false
	default:
		v.session(d)
	}
}

func (v *validator) session(d Do) {
	if !v.known[d.Session] {
		v.add("%s on session %q, which was never connected", d.Op, d.Session)
	}
}

func (v *validator) pool(d Do) {
	if !v.pools[d.Pool] {
		v.add("%s on pool %q, which is not open", d.Op, d.Pool)
	}
}
