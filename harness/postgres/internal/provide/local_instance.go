package provide

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
)

// LocalInstance is what the instances that are made on this machine have in common: a server, and its standby where it has one.
type LocalInstance struct {
	// Primary is the server's own machine, and StandbyServer its standby's; nil where there is none.
	Primary, StandbyServer Machine
	// UserPassword is the ordinary user's.
	UserPassword string
	// SmallFolder is the empty folder on a file system of limited size; "" where there is none.
	SmallFolder string

	mu      sync.Mutex
	conn    *pgx.Conn // The connection over which the server was seen ready.
	stopped bool
}

// Addr is the server's.
func (s *LocalInstance) Addr() string { return s.Primary.Addr() }

// Admin is the server's.
func (s *LocalInstance) Admin() *pgx.ConnConfig { return s.Primary.Admin() }

// Shared is false: it ends with its user.
func (s *LocalInstance) Shared() bool { return false }

// Password is the ordinary user's.
func (s *LocalInstance) Password() string { return s.UserPassword }

// Machine is that of the server.
func (s *LocalInstance) Machine() Machine { return s.Primary }

// Standby is that of the standby, nil where there is none.
func (s *LocalInstance) Standby() Machine { return s.StandbyServer }

// Small is the folder on a file system of limited size.
func (s *LocalInstance) Small() string { return s.SmallFolder }

// KeepConn keeps the connection over which the server was seen ready.
func (s *LocalInstance) KeepConn(conn *pgx.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = conn
}

// TakeConn gives it away, once.
func (s *LocalInstance) TakeConn() *pgx.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn := s.conn
	s.conn = nil
	return conn
}

// End does what ends the instance, until that has succeeded once.
func (s *LocalInstance) End(ctx context.Context, do func(context.Context) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	if s.conn != nil {
		_ = s.conn.Close(ctx) // Nobody has asked it anything.
	}
	err := do(ctx)
	s.stopped = err == nil
	return err
}
