package pgdiag

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Attempt is one try to reach one address while connecting; a multi-host connection string makes several, and so does a
// sslmode that tries with and without TLS.
type Attempt struct {
	Network string
	Address string
	Start   time.Time
	// Took is the time until it had failed, or until the connection was there.
	Took time.Duration
	// TLS is whether TLS was asked for.
	TLS bool
	// Phase is how far the attempt came; Err is what the dial said, where it failed, or what the server, the socket, TLS or
	// the driver said. It is nil where nothing was said, and where the attempt did not fail.
	Phase Phase
	Err   error

	made      *Diagnosis // of this attempt alone, where it has failed
	notTried  bool       // the time to connect was over before it began
	dialled   time.Time  // zero where the dial failed
	connected time.Time  // the connection was there, TLS or not
}

// attempt is an Attempt in the making.
type attempt struct {
	Attempt
	socket *socket
	book   *book
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
	a := &attempt{Attempt: Attempt{Network: network, Address: addr, Start: time.Now(), Phase: PhaseDial, notTried: ctx.Err() != nil}}
	if c, ok := ctx.Value(connectingKey{}).(*connecting); ok {
		c.begin(a)
	}
	conn, err := dial(ctx, network, addr)
	a.Err = err
	if err != nil || conn == nil {
		return conn, err
	}
	a.dialled, a.notTried = time.Now(), false
	a.Phase, a.socket = PhaseTLS, &socket{Conn: conn, tracker: t}
	return a.socket, nil
}

// begin takes note of an attempt: that before it is over.
func (c *connecting) begin(a *attempt) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endLast(a.Start)
	c.attempts = append(c.attempts, a)
}

func (c *connecting) endLast(now time.Time) {
	if n := len(c.attempts); n > 0 {
		a := c.attempts[n-1]
		a.Took = now.Sub(a.Start)
	}
}

// netConnected opens the book of a connection that is there, and returns what the protocol is spoken on. With TLS the
// handshake is made by the first write.
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
			a := c.attempts[n-1]
			a.book, a.Phase, a.connected = b, PhaseStartup, time.Now()
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

// record is what is kept of a call to connect that has failed: the facts of the last attempt that was made, with all
// attempts beside it.
func (c *connecting) record(err error) *record {
	all := c.all(err)
	r := &record{f: facts{status: StatusFaulty, connecting: true, phase: PhaseDial}}
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, a := range c.attempts {
		if !a.notTried || i == 0 {
			r.f = a.facts()
		}
	}
	r.f.attempts = all
	return r
}

// all are the attempts of a call to connect that has returned err. An error of several attempts holds one error for each
// in their order, after those of names that don't resolve.
func (c *connecting) all(err error) []Attempt {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endLast(time.Now())
	said := attemptErrors(err)
	all := make([]Attempt, 0, len(c.attempts))
	for i, a := range c.attempts {
		f := a.facts()
		at := a.Attempt
		at.Phase, at.Err, at.TLS = f.phase, f.transport, a.socket != nil && a.socket.opening.asked
		if f.answer != nil {
			at.Err = f.answer
		}
		told := at.Err
		if own := len(said) - len(c.attempts) + i; own >= 0 {
			told = said[own]
			if at.Err == nil {
				at.Err = told
			}
		}
		if told != nil {
			f.said = listen(told)
			f.connect = true
			at.made = diagnose(told, &f)
		}
		all = append(all, at)
	}
	return all
}

// attemptErrors are the errors in that of a call to connect.
func attemptErrors(err error) []error {
	var c *pgconn.ConnectError
	if !errors.As(err, &c) {
		return nil
	}
	inner := c.Unwrap()
	if inner == nil {
		return nil
	}
	if many, ok := inner.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{inner}
}

// facts are those of an attempt.
func (a *attempt) facts() facts {
	f := facts{status: StatusFaulty, connecting: true, phase: a.Phase, transport: a.Err}
	if a.book == nil {
		if a.socket != nil && f.transport == nil {
			f.transport = a.socket.opening.failure()
		}
		return f
	}
	shaking := handshaking(a.book.final) // which may hold a lock while it waits for the book's
	a.book.mu.Lock()
	defer a.book.mu.Unlock()
	a.book.fill(&f)
	f.kinds = kindsOf(a.book.effects)
	f.entering = true
	f.order = order{} // more calls than one may have been made by the hooks
	f.status = StatusFaulty
	if !a.book.ready && shaking {
		f.phase = PhaseTLS
	}
	return f
}

// handshaking tells whether the handshake of a connection with TLS has not come to its end.
func handshaking(conn net.Conn) bool {
	c, ok := conn.(*tls.Conn)
	return ok && !c.ConnectionState().HandshakeComplete
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
