package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// aliveTimeout is how long a server, or Docker, may take to show that it is there.
const aliveTimeout = 5 * time.Second

// AdminConn opens a superuser's connection to the maintenance database. The caller closes it.
func (s *Server) AdminConn(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, s.adminConfig(""))
	if err != nil {
		return nil, fmt.Errorf("open admin connection: %w", err)
	}
	return conn, nil
}

// Alive tells, as an error that is one line, that the server does not answer any more, or that Docker does not where it gave
// the server: what else goes wrong then is nobody's fault.
func (s *Server) Alive(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, aliveTimeout, fmt.Errorf("no answer within %v", aliveTimeout))
	defer cancel()
	conn, err := s.AdminConn(ctx)
	var said *pgconn.PgError
	switch {
	case err == nil:
		err = s.known(ctx, conn)
		_ = conn.Close(ctx) // it has answered
		if err != nil {
			return fmt.Errorf("%s is gone: %s", s, oneLine(err)) // pgx says it in several
		}
	case ctx.Err() != nil:
		return fmt.Errorf("%s is gone: %w", s, context.Cause(ctx))
	case errors.As(err, &said) && said.Code == "53300": // too_many_connections: it is there, and full
	default:
		return fmt.Errorf("%s is gone: %s", s, oneLine(err)) // pgx says it in several
	}
	return s.HostAnswers(ctx, aliveTimeout)
}

// Host is the daemon that runs the server, and can stop to answer: Docker. It is "" where the machine itself does.
func (s *Server) Host() string {
	if hosted, ok := s.instance.(provide.Hosted); ok {
		return hosted.Host()
	}
	return ""
}

// HostAnswers tells, as an error that is one line, that the daemon which runs the server does not answer in that time; nil
// where there is none.
func (s *Server) HostAnswers(ctx context.Context, within time.Duration) error {
	hosted, ok := s.instance.(provide.Hosted)
	if !ok {
		return nil
	}
	if err := hosted.HostAnswers(ctx, within); err != nil {
		return fmt.Errorf("%s, which runs %s, is gone: %s", hosted.Host(), s, oneLine(err))
	}
	return nil
}

// AbandonHost has nothing asked any more of the daemon that runs the server, which was found gone. What it runs ends when it
// sees that nobody holds it, and what is left of that the next run removes.
func (s *Server) AbandonHost() { s.daemon.Abandon() }

// known tells, as an error, that it is another server which answers. The port of one that has ended is free for the next, and
// all that are copied from one prepared folder let the same superuser in.
func (s *Server) known(ctx context.Context, conn *pgx.Conn) error {
	placed, ok := s.instance.(provide.Placed)
	if !ok {
		return nil
	}
	var folder string
	if err := conn.QueryRow(ctx, "SHOW data_directory").Scan(&folder); err != nil {
		return fmt.Errorf("ask for data folder: %w", err)
	}
	if folder != placed.DataFolder() {
		return errors.New("another server answers at its address")
	}
	return nil
}
