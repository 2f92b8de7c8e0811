package layersweep

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pgfault/pgfault/pgdiag"
)

// session is what one run of an operation works with.
type session struct {
	number int
	waits  *waits
	conn   *pgx.Conn     // of the operation, or taken from the pool by it
	pool   *pgxpool.Pool // where the operation is over a pool
	db     *sql.DB       // where it is over database/sql

	// What calls leave for those after them.
	config *pgx.ConnConfig
	tx     pgx.Tx
	inner  pgx.Tx
	taken  *pgxpool.Conn
	sqlTx  *sql.Tx
	stmt   *sql.Stmt
	held   *sql.Conn
	stated *pgconn.StatementDescription

	made *pgdiag.Call // the call that has failed
}

// mark is what all rows of a run begin with.
func (s *session) mark() string { return "v" + strconv.Itoa(s.number) + "_" }

// part is the value that stands for a part of the run.
func (s *session) part(name string) string { return s.mark() + name }

// fill puts the run's mark and number into a statement.
func (s *session) fill(sql string) string {
	return strings.NewReplacer("{v}", s.mark(), "{n}", strconv.Itoa(s.number)).Replace(sql)
}

// open makes what the operation works with, and does what comes before it. Its connection is there when it returns, so that
// the first message that follows is the operation's.
func open(ctx context.Context, op Operation, dsn string, number int) (s *session, err error) {
	if op.Mode != "" {
		dsn += "&default_query_exec_mode=" + op.Mode
	}
	s = &session{number: number, waits: newWaits()}
	defer func() {
		if err != nil {
			s.close(ctx)
			s = nil
		}
	}()
	switch op.Over {
	case OverPool:
		err = s.openPool(ctx, dsn)
	case OverDB:
		err = s.openDB(ctx, dsn)
	default:
		err = s.openConn(ctx, dsn)
	}
	if err != nil {
		return s, fmt.Errorf("open session: %w", err)
	}
	for _, sql := range op.Before {
		if _, err := s.conn.Exec(ctx, s.fill(sql)); err != nil {
			return s, fmt.Errorf("prepare session: %w", err)
		}
	}
	if op.Prepare != nil {
		if err := op.Prepare(ctx, s); err != nil {
			return s, fmt.Errorf("prepare session: %w", err)
		}
	}
	return s, nil
}

func (s *session) openConn(ctx context.Context, dsn string) error {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return err
	}
	cfg.DialFunc = s.waits.dial(cfg.DialFunc)
	if _, err := pgdiag.Attach(cfg); err != nil {
		return err
	}
	s.conn, err = pgx.ConnectConfig(ctx, cfg)
	return err
}

func (s *session) openPool(ctx context.Context, dsn string) error {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	cfg.MaxConns = 2
	cfg.ConnConfig.DialFunc = s.waits.dial(cfg.ConnConfig.DialFunc)
	if _, err := pgdiag.Attach(cfg.ConnConfig); err != nil {
		return err
	}
	if s.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return err
	}
	return s.pool.AcquireFunc(ctx, func(*pgxpool.Conn) error { return nil })
}

func (s *session) openDB(ctx context.Context, dsn string) error {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return err
	}
	cfg.DialFunc = s.waits.dial(cfg.DialFunc)
	s.db = pgdiag.OpenDB(cfg)
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	return conn.Close()
}

// raw is the connection of pgx's that one of database/sql's holds, by the method that pgx's own and OpenDB's have.
func raw(conn *sql.Conn) (inner *pgx.Conn, err error) {
	err = conn.Raw(func(driven any) error {
		std, ok := driven.(interface{ Conn() *pgx.Conn })
		if !ok {
			return fmt.Errorf("a %T, and nothing of pgx, is below database/sql", driven)
		}
		inner = std.Conn()
		return nil
	})
	return inner, err
}

// closeLimit is how long the end of a session may take, that of a connection that was lost included.
const closeLimit = 5 * time.Second

// close ends what the session has, and waits for what pgx does in the background to a connection that it has given up. How
// that goes is of no interest: the connections may have been lost.
func (s *session) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeLimit)
	defer cancel()
	if s.tx != nil {
		_ = s.tx.Rollback(ctx) // a pool's connection is the transaction's until it ends
	}
	if s.sqlTx != nil {
		_ = s.sqlTx.Rollback()
	}
	if s.taken != nil {
		s.taken.Release()
		s.taken = nil
	}
	if s.held != nil {
		_ = s.held.Close()
	}
	if s.db != nil {
		_ = s.db.Close()
	}
	if s.conn != nil {
		_ = s.conn.Close(ctx)
		select {
		case <-s.conn.PgConn().CleanupDone():
		case <-ctx.Done():
		}
	}
	if s.pool != nil {
		s.pool.Close()
	}
}
