package postgres

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
)

// session is a superuser's connection that is kept, used by one caller at a time, and opened anew where it was lost.
type session struct {
	cfg *pgx.ConnConfig

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
	select {
	case s.busy <- struct{}{}:
	case <-s.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for admin connection: %w", context.Cause(ctx))
	}
	defer func() { <-s.busy }()
	select {
	case <-s.closed:
		return nil, ErrClosed
	default:
	}
	if s.conn == nil || s.conn.IsClosed() {
		conn, err := pgx.ConnectConfig(ctx, s.cfg.Copy())
		if err != nil {
			return nil, fmt.Errorf("open admin connection: %w", err)
		}
		s.conn = conn
	}
	if len(args) == 0 {
		return simple(ctx, s.conn, sql)
	}
	return extended(ctx, s.conn, sql, args)
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

// simple runs statements without arguments, by the simple protocol.
func simple(ctx context.Context, conn *pgx.Conn, sql string) ([][]string, error) {
	results, err := conn.PgConn().Exec(ctx, sql).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	var last [][]string
	for _, result := range results {
		if result.Err != nil {
			return nil, fmt.Errorf("run SQL: %w", result.Err)
		}
		if len(result.FieldDescriptions) > 0 {
			last = nil
			for _, row := range result.Rows {
				last = append(last, texts(row))
			}
		}
	}
	return last, nil
}

// extended runs one statement with arguments. Nothing is kept prepared: the tables change between calls.
func extended(ctx context.Context, conn *pgx.Conn, sql string, args []any) ([][]string, error) {
	args = append([]any{pgx.QueryExecModeDescribeExec, pgx.QueryResultFormats{pgx.TextFormatCode}}, args...)
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	defer rows.Close()
	var all [][]string
	for rows.Next() {
		all = append(all, texts(rows.RawValues()))
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("run SQL: %w", err)
	}
	return all, nil
}

func texts(values [][]byte) []string {
	row := make([]string, len(values))
	for i, value := range values {
		row[i] = string(value)
	}
	return row
}
