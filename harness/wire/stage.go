package wire

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/port"
)

// Config is how a stage is set up.
type Config struct {
	// Upstream is the address, host:port, that the stage connects to for each client.
	Upstream string
	// Listen is where it listens; empty means 127.0.0.1 and a port that is free.
	Listen string
	// TLS, if set, is how it ends the encryption of its clients; nil lets encrypted conversations pass untouched.
	TLS *TLS
	// Authority signs the certificates that it shows; nil means one of its own, made when it is asked for.
	Authority *Authority
	// Keep is how many entries the recording keeps; 0 means 16384.
	Keep int
	// Bytes is how many bytes of a message's body the recording keeps; 0 is none. Where a connection has carried 64 kB one way, it
	// keeps 96 bytes at most of those whose body it looks at anyway. What may hold a secret is never kept.
	Bytes int
	// Transcript is how many bytes are kept of what clients were given, to be had from Stage.Transcript; 0 is none.
	Transcript int
	// Dialed, if set, is told of each connection that the stage has made upstream, before anything is said on it: its own
	// address, and the number of the client's connection.
	Dialed func(from net.Addr, conn int)
}

const defaultKeep = 16384

// Stage passes conversations on, records them, and fires actions in them. Its methods may be called from any goroutine.
type Stage struct {
	cfg         Config
	port        *port.Port
	rec         recorder
	transcripts transcripts
	traps       traps
	meters      atomic.Pointer[[]*Meter]
	meterMu     sync.Mutex

	opaque atomic.Bool // something could not be read

	ctx    context.Context // ends when the stage is closed
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu           sync.Mutex
	ln           *net.TCPListener // nil while the stage refuses
	full         *backlog         // nil but while nobody is taken
	terminations []*Termination   // the last one holds
	silent       []*Silence       // of those that come now; never changed in place
	conns        map[*conn]struct{}
	lingering    map[*conn]struct{} // that have hung up, and whose clients may yet send something
	connCount    int                // connections so far
	delivered    map[int]int32      // of connections that have ended, the newest deliveryLimit
	closed       bool
}

// Listen starts a stage. The stage outlives ctx; it ends with Close.
func Listen(ctx context.Context, cfg Config) (*Stage, error) {
	if _, _, err := net.SplitHostPort(cfg.Upstream); err != nil {
		return nil, fmt.Errorf("read upstream address: %w", err)
	}
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	if cfg.Keep <= 0 {
		cfg.Keep = defaultKeep
	}
	ln, p, err := port.Listen(ctx, cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", cfg.Listen, err)
	}
	s := &Stage{cfg: cfg, port: p, ln: ln, conns: map[*conn]struct{}{}, lingering: map[*conn]struct{}{}, delivered: map[int]int32{}}
	s.rec.keep, s.transcripts.keep = cfg.Keep, cfg.Transcript
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	if cfg.TLS != nil {
		s.Terminate(*cfg.TLS)
	}
	s.event(nil, Listening, "", s.Addr())
	s.work.Go(func() {
		defer crash.Guard()
		s.accept(ln)
	})
	return s, nil
}

// Addr is where clients connect to, host:port. It stays the same for the stage's life.
func (s *Stage) Addr() string { return s.port.Addr() }

// Close ends all connections and waits until nothing of the stage runs any more, or ctx ends. It may be called again.
func (s *Stage) Close(ctx context.Context) error {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		s.cancel()
		if s.ln != nil {
			_ = s.ln.Close() // it is ours, and open
			s.ln = nil
		}
		s.endBacklog()
		s.port.Release()
		for c := range s.conns {
			c.close()
		}
		for c := range s.lingering {
			c.close()
		}
	}
	s.mu.Unlock()
	done := make(chan struct{})
	go func() {
		defer crash.Guard()
		s.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("close wire stage: %w", context.Cause(ctx))
	}
}

// open returns the connections that are open now.
func (s *Stage) open() []*conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		open = append(open, c)
	}
	return open
}
