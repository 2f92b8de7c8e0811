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
	// Phase is how far the attempt came; Err is what the dial said, where it failed.
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
	c, _ := ctx.Value(connectingKey{}).(*connecting)
	if c != nil {
		c.mu.Lock()
		c.attempts = append(c.attempts, a)
		c.mu.Unlock()
	}
	if ctx.Value(noDialKey{}) != nil {
		return nil, errNoDial
	}
	conn, err := dial(ctx, network, addr)
	a.Err = err
	if err == nil {
		a.Phase = PhaseTLS
	}
	return conn, err
}

// netConnected takes note that the connection is there, TLS included, and opens its book.
func (t *Tracker) netConnected(ctx context.Context, conn net.Conn) {
	b := t.newBook()
	if c, ok := ctx.Value(connectingKey{}).(*connecting); ok {
		c.mu.Lock()
		if n := len(c.attempts); n > 0 {
			c.attempts[n-1].book, c.attempts[n-1].Phase = b, PhaseStartup
		}
		c.mu.Unlock()
	}
	t.mu.Lock()
	t.dialing[conn] = b
	t.mu.Unlock()
}

// takeBook returns the book that was opened for the connection that a Frontend is being built for.
func (t *Tracker) takeBook(w any) *book {
	t.mu.Lock()
	defer t.mu.Unlock()
	if conn, ok := w.(net.Conn); ok {
		if b := t.dialing[conn]; b != nil {
			delete(t.dialing, conn)
			return b
		}
	}
	return t.newBook()
}

// connectedBook returns the book of the connection that a call to connect has arrived at.
func connectedBook(ctx context.Context) *book {
	c, ok := ctx.Value(connectingKey{}).(*connecting)
	if !ok {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.attempts); n > 0 {
		return c.attempts[n-1].book
	}
	return nil
}
