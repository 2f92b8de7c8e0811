package httpapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// Config is what a server begins with.
type Config struct {
	// Seed decides on which connections a toxic acts whose toxicity is less than 1.
	Seed int64
	// Told, if set, is told in a line what was asked for and done.
	Told func(line string)
	// Opened, if set, is told of each endpoint that a client has made.
	Opened func(name string, stage *wire.Stage)
}

// Server is what the API acts on: endpoints, and the faults on them. It may be used from any goroutine.
type Server struct {
	cfg    Config
	model  *toxiproxy.ApiServer // reads and writes toxiproxy's own toxics
	ctx    context.Context      // ends when the server is closed
	cancel context.CancelFunc

	mu      sync.Mutex
	proxies map[string]*proxied
}

// New makes a server without endpoints. It outlives ctx; it ends with Close.
func New(ctx context.Context, cfg Config) *Server {
	s := &Server{cfg: cfg, proxies: map[string]*proxied{}, model: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return s
}

// Env is where the faults of an endpoint act, and who remembers them.
type Env interface {
	fault.Env
	Inject(ctx context.Context, f fault.Fault) (fault.Injection, error)
}

// Add adds an endpoint that somebody else has made, and closes.
func (s *Server) Add(name, upstream string, env Env) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proxies[name] = &proxied{server: s, name: name, listen: env.Stage().Addr(), upstream: upstream, enabled: true, env: env, book: s.book(name)}
}

// Arm puts a fault on an endpoint, as a toxic that the API shows.
func (s *Server) Arm(name string, f fault.Fault) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.proxy(name)
	if err != nil {
		return err
	}
	_, err = p.arm(f)
	return err
}

// Heal ends all faults on an endpoint, and has it listen.
func (s *Server) Heal(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.proxy(name)
	if err != nil {
		return err
	}
	return p.reset()
}

// Close ends all faults, and the endpoints that clients have made.
func (s *Server) Close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, p := range s.sorted() {
		errs = append(errs, p.removeAll(), p.close(ctx))
	}
	s.cancel()
	return errors.Join(errs...)
}

func (s *Server) proxy(name string) (*proxied, error) {
	if p := s.proxies[name]; p != nil {
		return p, nil
	}
	return nil, toxiproxy.ErrProxyNotFound
}

func (s *Server) sorted() []*proxied {
	var all []*proxied
	for _, p := range s.proxies {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *proxied) int { return cmp.Compare(a.name, b.name) })
	return all
}

// book is where toxiproxy keeps toxics of its own, without a connection that they act on.
func (s *Server) book(name string) *toxiproxy.ToxicCollection {
	return toxiproxy.NewProxy(s.model, name, "", "").Toxics
}

func (s *Server) tell(format string, args ...any) {
	if s.cfg.Told != nil {
		s.cfg.Told(fmt.Sprintf(format, args...))
	}
}
