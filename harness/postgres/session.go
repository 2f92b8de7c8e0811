package postgres

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// session is a superuser's connection that is kept, used by one caller at a time, and opened anew where it was lost.
type session struct {
	cfg *pgx.ConnConfig
	// awaitStart says that the server may be starting, again and again: it is waited for.
	awaitStart bool

	// busy holds a token while the connection is in use: unlike a mutex it can be waited for within a context.
	busy chan struct{}
	conn *pgx.Conn

	closeOnce sync.Once
	closed    chan struct{}
}

func newSession(cfg *pgx.ConnConfig) *session {
	return &session{cfg: cfg, busy: make(chan struct{}, 1), closed: make(chan struct{})}
}

// exec runs SQL and returns the rows of the last statement that had any, as text; NULL is "". Without arguments it may
// be several statements.
func (s *session) exec(ctx context.Context, sql string, args ...any) ([][]string, error) {
	return s.ask(ctx, "", sql, args...)
}

// ask is exec with another text for NULL.
func (s *session) ask(ctx context.Context, null, sql string, args ...any) ([][]string, error) {
	release, err := s.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if len(args) == 0 {
		return simple(ctx, s.conn, null, sql)
	}
	// Nothing is kept prepared: the tables change between calls.
	return extended(ctx, s.conn, pgx.QueryExecModeDescribeExec, null, sql, args)
}

// prepared is exec for one statement that is run again and again on tables that stay: the connection keeps it prepared.
func (s *session) prepared(ctx context.Context, sql string, args ...any) ([][]string, error) {
	release, err := s.hold(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	return extended(ctx, s.conn, pgx.QueryExecModeCacheStatement, "", sql, args)
}

// hold waits for the connection, which is the caller's until release.
func (s *session) hold(ctx context.Context) (release func(), err error) {
	select {
	case s.busy <- struct{}{}:
	case <-s.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for admin connection: %w", context.Cause(ctx))
	}
	release = func() { <-s.busy }
	select {
	case <-s.closed:
		release()
		return nil, ErrClosed
	default:
	}
	if err := s.ensure(ctx); err != nil {
		release()
		return nil, fmt.Errorf("open admin connection: %w", err)
	}
	return release, nil
}

// ensure opens the connection where there is none, or where a server that may be harmed has ended it meanwhile.
func (s *session) ensure(ctx context.Context) (err error) {
	if s.conn != nil && !s.conn.IsClosed() && (!s.awaitStart || s.conn.Ping(ctx) == nil) {
		return nil
	}
	if s.awaitStart {
		s.conn, err = provide.Await(ctx, s.cfg, nil)
		return err
	}
	s.conn, err = pgx.ConnectConfig(ctx, s.cfg.Copy())
	return err
}

// close ends the connection, after the statement that runs, and refuses further ones.
func (s *session) close(ctx context.Context) error {
	s.closeOnce.Do(func() { close(s.closed) })
	select {
	case s.busy <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait for admin connection: %w", context.Cause(ctx))
	}
	defer func() { <-s.busy }()
	if s.conn == nil || s.conn.IsClosed() {
		return nil
	}
	if err := s.conn.Close(ctx); err != nil {
		return fmt.Errorf("close admin connection: %w", err)
	}
	return nil
}

// follow has the next statement, and all after it, open a connection by another way.
func (s *session) follow(ctx context.Context, cfg *pgx.ConnConfig) error {
	select {
	case s.busy <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("wait for admin connection: %w", context.Cause(ctx))
	}
	defer func() { <-s.busy }()
	if s.conn != nil {
		closeWithoutTerminate(ctx, s.conn)
	}
	s.conn, s.cfg = nil, cfg
	return nil
}

// renew has the next statement open another connection: this one's end is known.
func (s *session) renew(ctx context.Context) {
	s.busy <- struct{}{}
	defer func() { <-s.busy }()
	closeWithoutTerminate(ctx, s.conn)
	s.conn = nil
}

// abandon ends the connection to a server that is no more: nothing is said to it, and what runs fails.
func (s *session) abandon(ctx context.Context) {
	s.closeOnce.Do(func() { close(s.closed) })
	s.busy <- struct{}{} // The server's end has ended whatever ran.
	defer func() { <-s.busy }()
	closeWithoutTerminate(ctx, s.conn)
}

// closeWithoutTerminate ends a connection without a word; nil is none.
func closeWithoutTerminate(ctx context.Context, conn *pgx.Conn) {
	if conn != nil && !conn.IsClosed() {
		_ = conn.PgConn().Conn().Close()
		_ = conn.Close(ctx) // There is nothing to write to any more: it returns at once.
	}
}

// extended runs one statement with arguments, by the extended protocol.
func extended(ctx context.Context, conn *pgx.Conn, mode pgx.QueryExecMode, null, sql string, args []any) ([][]string, error) {
	args = append([]any{mode, pgx.QueryResultFormats{pgx.TextFormatCode}}, args...)
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	defer rows.Close()
	var all [][]string
	size := 0
	for rows.Next() {
		if size += sizeOf(rows.RawValues()); size > maxAnswer {
			closeWithoutTerminate(ctx, conn) // what is left of the answer goes with it
			return nil, ErrTooMuch
		}
		all = append(all, texts(rows.RawValues(), null))
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	return all, nil
}

// texts is a row as text, with null in the place of NULL.
func texts(values [][]byte, null string) []string {
	row := make([]string, len(values))
	for i, value := range values {
		row[i] = null
		if value != nil {
			row[i] = string(value)
		}
	}
	return row
}
