package pgdiag

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Attempt is one try to reach one address while connecting; a multi-host connection string makes several.
type Attempt struct {
	Network string
	Address string
	Start   time.Time
	// Phase is how far the attempt came; Err is what the dial said, where it failed, or what the server or the socket said.
	Phase Phase
	Err   error
}

// attempt is an Attempt in the making.
type attempt struct {
	Attempt
	book *book
}

// connecting is what is known of one call to connect.
type connecting struct {
	mu       sync.Mutex
	attempts []*attempt
}

type connectingKey struct{}

// dial dials, and takes note of the attempt. pgx also dials to send a cancel request; such a dial has no connect call in
// its context, or the context of a call that is over, and its connection never gets a Frontend.
func (t *Tracker) dial(ctx context.Context, dial pgconn.DialFunc, network, addr string) (net.Conn, error) {
	a := &attempt{Attempt: Attempt{Network: network, Address: addr, Start: time.Now(), Phase: PhaseDial}}
	if c, ok := ctx.Value(connectingKey{}).(*connecting); ok {
		c.mu.Lock()
		c.attempts = append(c.attempts, a)
		c.mu.Unlock()
	}
	conn, err := dial(ctx, network, addr)
	a.Err = err
	if err != nil || conn == nil {
		return conn, err
	}
	a.Phase = PhaseTLS
	return &socket{Conn: conn, tracker: t}, nil
}

// netConnected opens the book of a connection that is there, TLS included, and returns what the protocol is spoken on.
func (t *Tracker) netConnected(ctx context.Context, conn net.Conn) net.Conn {
	if !isComparable(conn) {
		conn = &passed{conn}
	}
	s := socketOf(conn)
	b := t.newBook(s)
	b.final = conn
	if s != nil {
		s.book = b
	}
	if c, ok := ctx.Value(connectingKey{}).(*connecting); ok {
		c.mu.Lock()
		if n := len(c.attempts); n > 0 {
			c.attempts[n-1].book, c.attempts[n-1].Phase = b, PhaseStartup
		}
		c.mu.Unlock()
	}
	t.mu.Lock()
	t.made[conn] = b
	t.mu.Unlock()
	return conn
}

// passed is a connection of a type that can't be compared, as a pointer that can.
type passed struct{ net.Conn }

// record is what is kept of a call to connect that has failed: the facts of its last attempt, with all attempts beside it.
func (c *connecting) record() *record {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &record{f: facts{status: StatusFaulty, connecting: true, phase: PhaseDial}}
	all := make([]Attempt, 0, len(c.attempts))
	for _, a := range c.attempts {
		at := a.Attempt
		r.f = facts{status: StatusFaulty, connecting: true, phase: at.Phase, transport: at.Err}
		if a.book != nil {
			a.book.mu.Lock()
			a.book.fill(&r.f)
			r.f.kinds = kindsOf(a.book.effects)
			a.book.mu.Unlock()
			r.f.entering = true
			r.f.order = order{} // more calls than one may have been made by the hooks
			r.f.status, at.Phase, at.Err = StatusFaulty, r.f.phase, r.f.transport
			if r.f.answer != nil {
				at.Err = r.f.answer
			}
		}
		all = append(all, at)
	}
	r.f.attempts = all
	return r
}

// bookOfMade finds the book of a connection that a call to connect has arrived at.
func (t *Tracker) bookOfMade(conn net.Conn) *book {
	if !isComparable(conn) {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.made[conn]
}
