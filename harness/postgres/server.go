package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Server is a running PostgreSQL server, and an ordinary user on it whose password is random. It is safe for concurrent
// use.
type Server struct {
	provider, version, why string
	cfg                    Config // As it was asked for.

	instance   provide.Instance
	leads      atomic.Pointer[place] // Where it is reached; after a failover that is its standby.
	log        *slog.Logger
	names      names
	password   string // Of the ordinary user.
	login      Login
	unusual    []string    // Settings that its owner has set otherwise than is usual.
	encrypted  *encryption // nil where there is no TLS.
	admin      *session
	dropper    *session               // Drops databases: that waits for each backend of the server, and nobody is to wait for it.
	pool       *databasePool          // nil for a private server, which makes a database when it is asked for one.
	containers *provide.ContainerPool // What is kept for private servers and poolers. It is closed with the shared server.
	daemon     *provide.Daemon        // Who runs it, and the private servers and poolers beside it.

	mu            sync.Mutex
	templateTaken bool                 // The template of a private server was given away as a database.
	templateConn  *pgx.Conn            // The superuser's connection to it, until then.
	databases     map[string]*Database // Those not dropped yet.
	closed        bool
}

// open makes the user and the template on a server that has started, where it does not come with them.
func open(ctx context.Context, instance provide.Instance, cfg Config) (_ *Server, err error) {
	s := &Server{
		instance:  instance,
		cfg:       cfg,
		log:       cfg.logger(),
		names:     newNames(instance.Shared()),
		password:  provide.NewPassword(),
		databases: make(map[string]*Database),
		login:     Login{TLS: cfg.Extras.Certificate != "", SCRAM: true},
	}
	s.lead(instance)
	s.admin, s.dropper = newSession(s.adminConfig("")), newSession(s.adminConfig(""))
	s.admin.awaitStart, s.dropper.awaitStart = cfg.Private, cfg.Private
	if seen, ok := instance.(provide.Connected); ok {
		if cfg.Private {
			s.templateConn = seen.TakeConn()
		} else {
			s.admin.conn = seen.TakeConn()
		}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.admin.close(context.WithoutCancel(ctx)))
		}
	}()
	if s.version, err = s.askVersion(ctx); err != nil {
		return nil, err
	}
	if instance.Shared() {
		if err := removeDead(ctx, s.admin, s.log); err != nil {
			return nil, err
		}
	}
	if prepared, ok := instance.(provide.Prepared); ok && prepared.Password() != "" {
		s.password = prepared.Password()
	} else if err := s.createUserAndTemplate(ctx); err != nil {
		return nil, errors.Join(err, s.dropEverythingMade(context.WithoutCancel(ctx)))
	}
	if !cfg.Private {
		s.pool = newDatabasePool(ctx, s.databaseMakers())
	}
	return s, nil
}

// askVersion gives the number in what the server says of its version.
func (s *Server) askVersion(ctx context.Context) (string, error) {
	var said string
	if s.templateConn != nil {
		said = s.templateConn.PgConn().ParameterStatus("server_version")
	} else {
		rows, err := s.admin.exec(ctx, "SHOW server_version")
		if err != nil {
			return "", err
		}
		said = rows[0][0]
	}
	version, _, _ := strings.Cut(said, " ")
	return version, nil
}

// adminConfig is the superuser's way to a database, the maintenance database for "".
func (s *Server) adminConfig(database string) *pgx.ConnConfig {
	cfg := (*s.leads.Load()).Admin()
	if database != "" {
		cfg.Database = database
	}
	cfg.RuntimeParams["application_name"] = "pgfault admin"
	if s.instance.Shared() {
		cfg.RuntimeParams["client_encoding"] = "UTF8"
		cfg.AfterConnect = becomeUsual
	}
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
func (s *Server) Addr() string { return (*s.leads.Load()).Addr() }

// String names the server, and tells no secret.
func (s *Server) String() string {
	return fmt.Sprintf("PostgreSQL %s (%s) at %s", s.version, s.provider, s.Addr())
}

// GoString is String: %#v tells no secret either.
func (s *Server) GoString() string { return s.String() }

// Database gives a fresh database, a copy of the template, that the ordinary user owns.
func (s *Server) Database(ctx context.Context) (*Database, error) {
	name, err := s.nextDatabase(ctx)
	if err != nil {
		return nil, fmt.Errorf("make database: %w", err)
	}
	return s.adopt(name)
}

// adopt takes a database among those that are dropped with the server.
func (s *Server) adopt(name string) (*Database, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("make database: %w", ErrClosed)
	}
	d := &Database{Name: name, server: s, admin: newSession(s.adminConfig(name))}
	d.admin.awaitStart = s.cfg.Private
	if name == s.names.template() {
		d.admin.conn, s.templateConn = s.templateConn, nil
	}
	s.databases[name] = d
	return d, nil
}

// nextDatabase gives the name of a database that nobody has. A private server's first is the template itself: it is as good as
// a copy, and there at once.
func (s *Server) nextDatabase(ctx context.Context) (string, error) {
	if s.pool != nil {
		return s.pool.take(ctx)
	}
	s.mu.Lock()
	first := !s.templateTaken
	s.templateTaken = true
	s.mu.Unlock()
	if first {
		return s.names.template(), nil
	}
	return s.create(ctx, s.admin, "template0") // The template was given away.
}

// Close ends the server, with all its databases, and leaves nothing of it. On an external server it drops what was made
// there. It may be called more than once.
func (s *Server) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	var left []*Database
	for _, d := range s.databases {
		left = append(left, d)
	}
	s.mu.Unlock()

	var errs []error
	if s.pool != nil {
		errs = append(errs, s.pool.close(ctx))
	}
	if !s.instance.Shared() {
		// First of all, so that nothing waits for a server that may have been harmed. What is connected to it is ended.
		errs = append(errs, s.instance.Stop(ctx))
	}
	for _, d := range left {
		if s.instance.Shared() {
			errs = append(errs, d.Drop(ctx))
		} else {
			d.admin.abandon(ctx)
		}
	}
	if s.instance.Shared() {
		errs = append(errs, s.dropEverythingMade(ctx), s.dropper.close(ctx), s.admin.close(ctx), s.instance.Stop(ctx))
	} else {
		s.dropper.abandon(ctx)
		s.admin.abandon(ctx)
		s.mu.Lock()
		closeWithoutTerminate(ctx, s.templateConn)
		s.templateConn = nil
		s.mu.Unlock()
	}
	errs = append(errs, s.encrypted.remove())
	if !s.cfg.Private {
		errs = append(errs, s.containers.Close(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close server: %w", err)
	}
	return nil
}
