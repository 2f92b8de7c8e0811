package engine

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
)

// noteUsed notes what the client took while the steps were done, where that is bounded.
func (r *run) noteUsed() {
	r.c.Bounds = r.c.Scenario.Bounds
	if r.c.Bounds == (scenario.Bounds{}) {
		return
	}
	r.c.Used = used(r.rig.Stage().Recording())
	if second := r.rig.Second(); second != nil {
		other := used(second.Stage().Recording())
		r.c.Used.Connections += other.Connections
		r.c.Used.Connects += other.Connects
	}
}

// used is how many connections a recording has at a time at most, and how many in all. What only cancels is none.
func used(recording []wire.Message) (u scenario.Bounds) {
	cancels := map[int]bool{}
	for _, m := range recording {
		if m.Type == cancelRequest {
			cancels[m.Conn] = true
		}
	}
	open := map[int]bool{}
	for _, m := range recording {
		switch {
		case cancels[m.Conn]:
		case m.Event == wire.Opened:
			open[m.Conn] = true
			u.Connects++
			u.Connections = max(u.Connections, len(open))
		case endOf(m) != "", m.Severity == "FATAL", m.Severity == "PANIC": // the server has let go of it, whatever its socket's end takes
			delete(open, m.Conn)
		}
	}
	return u
}
