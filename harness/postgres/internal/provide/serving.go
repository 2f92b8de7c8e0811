package provide

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
)

// Serving is what the instances that are made on this machine have in common: a server, and its standby where it has one.
type Serving struct {
	// Server is the server's own machine, and Second its standby's; nil where there is none.
	Server, Second Machine
	// UserPassword is the ordinary user's.
	UserPassword string
	// SmallFolder is the empty folder on a file system of limited size; "" where there is none.
	SmallFolder string

	mu      sync.Mutex
	seen    *pgx.Conn // The connection over which the server was seen ready.
	stopped bool
}

// Addr is the server's.
func (s *Serving) Addr() string { return s.Server.Addr() }

// Admin is the server's.
func (s *Serving) Admin() *pgx.ConnConfig { return s.Server.Admin() }

// Shared is false: it ends with its user.
func (s *Serving) Shared() bool { return false }

// Password is the ordinary user's.
func (s *Serving) Password() string { return s.UserPassword }

// Machine is that of the server.
func (s *Serving) Machine() Machine { return s.Server }

// Standby is that of the standby, nil where there is none.
func (s *Serving) Standby() Machine { return s.Second }

// Small is the folder on a file system of limited size.
func (s *Serving) Small() string { return s.SmallFolder }

// See keeps the connection over which the server was seen ready.
func (s *Serving) See(conn *pgx.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = conn
}

// Take gives it away, once.
func (s *Serving) Take() *pgx.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn := s.seen
	s.seen = nil
	return conn
}

// End does what ends the instance, until that has succeeded once.
func (s *Serving) End(ctx context.Context, do func(context.Context) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	if s.seen != nil {
		_ = s.seen.Close(ctx) // Nobody has asked it anything.
	}
	err := do(ctx)
	s.stopped = err == nil
	return err
}
