package replay

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/wire"
)

// Config is what is played.
type Config struct {
	// Turns are the stored conversation. Each connection that comes is given what the next one in it was given, and the first
	// one's again after the last.
	Turns []wire.Turn
	// Conn, if set, is the number of the one that each connection is given.
	Conn int
	// Paced lets each answer wait as long as it did then.
	Paced bool
	// Listen is where it listens, host:port; empty means 127.0.0.1 and a port that is free.
	Listen string
	// Told, if set, is told in a line where a client departs from the stored one. It is called from several goroutines.
	Told func(line string)
}

// Server plays a conversation.
type Server struct {
	cfg    Config
	parts  [][]wire.Turn // a connection each
	ln     *net.TCPListener
	ctx    context.Context // ends when the server is closed
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu   sync.Mutex
	next int
}

// errNothing is a conversation in which nobody connects.
var errNothing = errors.New("there is no connection in the conversation that could be played")

// Listen starts a server. It outlives ctx; it ends with Close.
func Listen(ctx context.Context, cfg Config) (*Server, error) {
	s := &Server{cfg: cfg}
	for _, part := range connections(cfg.Turns) {
		if cfg.Conn == 0 || part[0].Conn == cfg.Conn {
			s.parts = append(s.parts, part)
		}
	}
	switch {
	case len(s.parts) == 0 && cfg.Conn != 0:
		return nil, fmt.Errorf("play connection %d: %w", cfg.Conn, errNothing)
	case len(s.parts) == 0:
		return nil, errNothing
	}
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	s.ln = ln.(*net.TCPListener)
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	s.work.Go(func() {
		defer crash.Guard()
		s.accept()
	})
	return s, nil
}

// Addr is where clients connect to, host:port.
func (s *Server) Addr() string { return s.ln.Addr().String() }

// Close ends all connections and waits until nothing runs any more.
func (s *Server) Close() error {
	s.cancel()
	err := s.ln.Close()
	s.work.Wait()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close listener: %w", err)
	}
	return nil
}

// connections are the turns of each connection, without those on which only something else was cancelled.
func connections(turns []wire.Turn) (parts [][]wire.Turn) {
	at := map[int]int{}
	for _, t := range turns {
		i, have := at[t.Conn]
		if !have {
			i = len(parts)
			at[t.Conn] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], t)
	}
	return slices.DeleteFunc(parts, func(part []wire.Turn) bool {
		return slices.ContainsFunc(part, func(t wire.Turn) bool { return t.Client == "CancelRequest" })
	})
}

func (s *Server) accept() {
	for {
		client, err := s.ln.AcceptTCP()
		if err != nil {
			return // closed
		}
		s.work.Go(func() {
			defer crash.Guard()
			stop := context.AfterFunc(s.ctx, func() { _ = client.Close() }) // whoever reads it comes to an end
			defer stop()
			defer func() { _ = client.Close() }() // it may be closed already
			s.serve(client)
		})
	}
}

// take gives the turns of the next connection, where they are as wanted.
func (s *Server) take(wanted func([]wire.Turn) bool) []wire.Turn {
	s.mu.Lock()
	defer s.mu.Unlock()
	part := s.parts[s.next%len(s.parts)]
	if !wanted(part) {
		return nil
	}
	s.next++
	return part
}

func (s *Server) tell(conn int, format string, args ...any) {
	if s.cfg.Told != nil {
		s.cfg.Told(fmt.Sprintf("stored connection %d: ", conn) + fmt.Sprintf(format, args...))
	}
}
