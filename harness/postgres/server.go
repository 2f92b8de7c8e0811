package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Server is a running PostgreSQL server, and an ordinary user on it whose password is random. It is safe for concurrent
// use.
type Server struct {
	provider, version, why string

	instance provide.Instance
	log      *slog.Logger
	names    names
	password string // Of the ordinary user.
	admin    *session
	pool     *pool

	mu     sync.Mutex
	made   map[string]*Database // Those not dropped yet.
	closed bool
}

// open makes the user and the template on a server that has started.
func open(ctx context.Context, instance provide.Instance, log *slog.Logger) (_ *Server, err error) {
	s := &Server{
		instance: instance,
		log:      log,
		names:    newNames(instance.Shared()),
		password: provide.NewPassword(),
		admin:    newSession(adminConfig(instance, "")),
		made:     make(map[string]*Database),
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.admin.close(context.WithoutCancel(ctx)))
		}
	}()
	rows, err := s.admin.exec(ctx, "SHOW server_version")
	if err != nil {
		return nil, err
	}
	s.version, _, _ = strings.Cut(rows[0][0], " ")
	if instance.Shared() {
		if err := removeDead(ctx, s.admin, log); err != nil {
			return nil, err
		}
	}
	if err := s.furnish(ctx); err != nil {
		return nil, errors.Join(err, s.strip(context.WithoutCancel(ctx)))
	}
	s.pool = newPool(ctx, s.fillers())
	return s, nil
}

// adminConfig is the superuser's way to a database, the maintenance database for "".
func adminConfig(instance provide.Instance, database string) *pgx.ConnConfig {
	cfg := instance.Admin()
	if database != "" {
		cfg.Database = database
	}
	cfg.RuntimeParams["application_name"] = "pgfault admin"
	return cfg
}

// Provider is container, native or external.
func (s *Server) Provider() string { return s.provider }

// Version is the server's version, such as "15.18".
func (s *Server) Version() string { return s.version }

// Major is the first number of the version.
func (s *Server) Major() int { return provide.Major(s.version) }

// Why says in one line why this provider gave the server.
func (s *Server) Why() string { return s.why }

// Addr is the host:port at which the server itself listens, with no fault in between.
func (s *Server) Addr() string { return s.instance.Addr() }

// String names the server, and tells no secret.
func (s *Server) String() string {
	return fmt.Sprintf("PostgreSQL %s (%s) at %s", s.version, s.provider, s.Addr())
}

// GoString is String: %#v tells no secret either.
func (s *Server) GoString() string { return s.String() }

// Database gives a fresh database, a copy of the template, that the ordinary user owns.
func (s *Server) Database(ctx context.Context) (*Database, error) {
	name, err := s.pool.take(ctx)
	if err != nil {
		return nil, fmt.Errorf("make database: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("make database: %w", ErrClosed)
	}
	d := &Database{Name: name, server: s, admin: newSession(adminConfig(s.instance, name))}
	s.made[name] = d
	return d, nil
}

// Close ends the server, with all its databases, and leaves nothing of it. On an external server it drops what was made
// there. It may be called more than once.
func (s *Server) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	var left []*Database
	for _, d := range s.made {
		left = append(left, d)
	}
	s.mu.Unlock()

	errs := []error{s.pool.close(ctx)}
	for _, d := range left {
		if s.instance.Shared() {
			errs = append(errs, d.Drop(ctx))
		} else {
			errs = append(errs, d.admin.close(ctx))
		}
	}
	if s.instance.Shared() {
		errs = append(errs, s.strip(ctx))
	}
	errs = append(errs, s.admin.close(ctx))
	// Whatever went wrong, nothing is left running.
	errs = append(errs, s.instance.Stop(ctx))
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close server: %w", err)
	}
	return nil
}
