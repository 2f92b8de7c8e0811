package engine

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// Windows are the times of the calls to a target, by which what was recorded is told apart: whose it was.
type Windows struct {
	begin Crossing
	calls map[int64]window
}

// window is the time of one call, between two places in the recordings.
type window struct{ from, to Crossing }

// Watch begins to keep windows, of what is recorded from a place on.
func Watch(begin Crossing) *Windows { return &Windows{begin: begin, calls: map[int64]window{}} }

// Keep takes the window of the call with this ID, which has been answered.
func (w *Windows) Keep(id int64, from, to Crossing) { w.calls[id] = window{from, to} }

// secondEndpoint is what the connections of a second endpoint count from.
const secondEndpoint = 1000

// Gather fills in what the wire carried during each call of a case. It is asked when all is over.
func (w *Windows) Gather(c *verdict.Case) {
	var all []*verdict.Observed
	for i := range c.Observed {
		all = append(all, &c.Observed[i])
	}
	for i := range c.Probes {
		for _, did := range [][]verdict.Observed{c.Probes[i].Failed, c.Probes[i].Did} {
			for j := range did {
				all = append(all, &did[j])
			}
		}
	}
	all = slices.DeleteFunc(all, func(o *verdict.Observed) bool {
		_, known := w.calls[o.Request.ID]
		return !known
	})
	slices.SortStableFunc(all, func(a, b *verdict.Observed) int { return cmp.Compare(a.Request.ID, b.Request.ID) })
	owners := owners{of: map[int]string{}}
	for i, stage := range w.begin.stages {
		offset := i * secondEndpoint
		// Where it is readable afterwards, nothing was dropped before. More may be recorded meanwhile.
		g := gathering{first: w.begin.marks[i], messages: stage.Since(w.begin.marks[i]), readable: stage.Readable(w.begin.marks[i]), offset: offset}
		for _, o := range all {
			at := w.calls[o.Request.ID]
			if o.Wire == nil {
				o.Wire = &verdict.Wire{}
			}
			g.fill(o, &owners, at.from.marks[i], at.to.marks[i], at.to.delivered[i], w.overlaps(o, all))
		}
	}
}

// overlaps tells whether another session's call ran at the same time.
func (w *Windows) overlaps(o *verdict.Observed, all []*verdict.Observed) bool {
	mine := w.calls[o.Request.ID]
	return slices.ContainsFunc(all, func(other *verdict.Observed) bool {
		its := w.calls[other.Request.ID]
		return other.Request.Session != o.Request.Session && its.from.marks[0] < mine.to.marks[0] && mine.from.marks[0] < its.to.marks[0]
	})
}

// owners are the sessions that connections belong to, by the connections' numbers.
type owners struct{ of map[int]string }

// takes tells whether what a connection carries is a call's. One that nobody has yet is the call's from now on; but one that was
// opened for a pool may be given to another, and that of a resolve is its own.
func (w *owners) takes(conn int, req target.Request) bool {
	owner, has := w.of[conn]
	switch {
	case has:
		return owner == req.Session
	case req.Op == target.OpPoolAcquire, req.Op == target.OpPoolOpen, req.Op == target.OpResolve, req.Session == "":
	default:
		w.of[conn] = req.Session
	}
	return true
}

// after lets go what a session has no more.
func (w *owners) after(o *verdict.Observed) {
	switch o.Request.Op {
	case target.OpClose, target.OpPoolRelease:
		for conn, owner := range w.of {
			if owner == o.Request.Session {
				delete(w.of, conn)
			}
		}
	}
}

// gathering reads the recording of one endpoint.
type gathering struct {
	messages []wire.Message
	first    uint64 // the place of the first of them
	readable bool
	offset   int
}

// fill adds what a call has carried at this endpoint.
func (g *gathering) fill(o *verdict.Observed, owners *owners, from, to uint64, delivered map[int]int, overlapped bool) {
	defer owners.after(o)
	if !g.readable || from < g.first {
		o.Wire.Unreadable = true
		return
	}
	o.Wire.Lost = o.Wire.Lost || g.lost(owners, o.Request.Session, from)
	reading := reading{delivered: delivered, offset: g.offset, open: map[int]int{}, known: map[string]int{}, again: map[string]int{}, columns: map[int]string{}, heard: map[int]time.Time{}}
	cancelled := map[int]bool{} // in this call
	for _, m := range g.messages[from-g.first : to-g.first] {
		number := m.Conn + g.offset
		if m.Conn == 0 || m.Event == wire.Opened || m.Event == wire.DialFailed {
			continue
		}
		if m.Type != cancelRequest && g.cancels(m.Conn) && !cancelled[number] {
			continue // the end of what another call has cancelled
		}
		if _, has := owners.of[number]; !has && overlapped && o.Request.Op != target.OpConnect {
			o.Wire.Unreadable = true // it may be the other's
			continue
		}
		if m.Type == cancelRequest {
			cancelled[number] = true
		} else if !owners.takes(number, o.Request) {
			continue
		}
		reading.take(m, number)
	}
	asked := map[int]bool{}
	for i := range reading.exchanges {
		e := &reading.exchanges[i]
		if e.SQL == clip(o.Request.SQL) {
			e.SQL = ""
		}
		if (len(e.Values) > 0 || e.CopiedIn != "") && g.otherEncoding(e.Conn-g.offset) {
			e.Values, e.CopiedIn = nil, "" // what a client gives is in another
		}
		if !asked[e.Conn] {
			e.Before = g.endedUnasked(e.Conn-g.offset, from, delivered[e.Conn-g.offset])
		}
		asked[e.Conn] = true
	}
	o.Wire.Exchanges = append(o.Wire.Exchanges, reading.exchanges...)
}

// lost tells whether all connections of a session had ended before a place.
func (g *gathering) lost(owners *owners, session string, from uint64) bool {
	alive, ended := false, false
	for conn, owner := range owners.of {
		if owner != session || conn/secondEndpoint != g.offset/secondEndpoint {
			continue
		}
		if g.endedBefore(conn-g.offset, from) {
			ended = true
		} else {
			alive = true
		}
	}
	return ended && !alive
}

func (g *gathering) endedBefore(conn int, from uint64) bool {
	return slices.ContainsFunc(g.messages[:from-g.first], func(m wire.Message) bool { return m.Conn == conn && endOf(m) != "" })
}

// cancels tells whether a connection was made to cancel: it ends when it pleases the server.
func (g *gathering) cancels(conn int) bool {
	return slices.ContainsFunc(g.messages, func(m wire.Message) bool { return m.Conn == conn && m.Type == cancelRequest })
}

// otherEncoding tells whether a connection has had another encoding than UTF8.
func (g *gathering) otherEncoding(conn int) bool {
	return slices.ContainsFunc(g.messages, func(m wire.Message) bool {
		encoding, is := strings.CutPrefix(m.Summary, "client_encoding=")
		return m.Conn == conn && m.Type == "ParameterStatus" && is && encoding != "UTF8"
	})
}

// endedUnasked is the code of an error with which the server had ended a connection before a place, while it was asked nothing;
// empty where it had not.
func (g *gathering) endedUnasked(conn int, from uint64, delivered int) string {
	code, idle := "", false
	for _, m := range g.messages[:from-g.first] {
		switch {
		case m.Conn != conn || m.Event != "":
		case m.Direction == wire.Upstream:
			code, idle = "", false
		case m.Type == readyForQuery:
			code, idle = "", true
		case m.Type == "ErrorResponse" && idle && m.Fate == "" && m.Index <= delivered && (m.Severity == "FATAL" || m.Severity == "PANIC"):
			code = m.SQLState
		}
	}
	return code
}
