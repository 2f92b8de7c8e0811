package pgxstdlib

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/internal/govalue"
)

// session is a database handle of one connection: what the pool makes of a dead one belongs to what is tested.
type session struct {
	db *sql.DB
	tx *transaction
}

// transaction is a sql.Tx and the context that it lives in, which is the only way to bound its COMMIT.
type transaction struct {
	*sql.Tx
	cancel context.CancelFunc
}

func connect(ctx context.Context, req target.Request) (*session, error) {
	cfg, err := pgx.ParseConfig(libpqenv.DSN(req.DSN))
	if err != nil {
		return nil, err //nolint:wrapcheck // the error as its user gets it is the claim
	}
	db := stdlib.OpenDB(*cfg, stdlib.OptionShouldPing(longIdle))
	db.SetMaxOpenConns(1)
	ctx, cancel := deadline(ctx, req)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, err //nolint:wrapcheck // the error as its user gets it is the claim
	}
	return &session{db: db}, nil
}

// longIdle has pgx ping a connection before it is used again, and take another where that fails: the first time, and then after
// a minute. By default that is a second, which a scenario takes on one machine and not on another, and what the program is told
// would depend on it.
func longIdle(_ context.Context, p stdlib.ShouldPingParams) bool { return p.IdleDuration > time.Minute }

func (s *session) close() error {
	if s.tx != nil {
		s.tx.cancel()
		s.tx = nil
	}
	return s.db.Close()
}

func (s *session) do(ctx context.Context, req target.Request) target.Answer {
	switch req.Op {
	case target.OpBegin:
		return s.begin(ctx, req)
	case target.OpCommit:
		return s.end(req, (*sql.Tx).Commit)
	case target.OpRollback:
		return s.end(req, (*sql.Tx).Rollback)
	}
	ctx, cancel := deadline(ctx, req)
	defer cancel()
	if govalue.ReturnsRows(req.SQL) {
		return s.query(ctx, req)
	}
	return s.exec(ctx, req)
}

func (s *session) begin(ctx context.Context, req target.Request) target.Answer {
	if s.tx != nil {
		return failed(errors.New("a transaction is open already"))
	}
	// The context of BeginTx is the transaction's: it ends with the transaction, not with this operation.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := cancelAfter(req, cancel)
	defer stop()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		cancel()
		return failed(err)
	}
	s.tx = &transaction{Tx: tx, cancel: cancel}
	return target.Answer{OK: target.Bool(true)}
}

func (s *session) end(req target.Request, how func(*sql.Tx) error) target.Answer {
	if s.tx == nil {
		return failed(errors.New("no transaction is open"))
	}
	tx := s.tx
	s.tx = nil
	defer tx.cancel()
	stop := cancelAfter(req, tx.cancel)
	defer stop()
	if err := how(tx.Tx); err != nil {
		return failed(err)
	}
	return target.Answer{OK: target.Bool(true)}
}

// deadline is the caller's, as the context that every Go service hands down.
func deadline(ctx context.Context, req target.Request) (context.Context, context.CancelFunc) {
	if req.TimeoutMS <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, time.Duration(req.TimeoutMS)*time.Millisecond)
}

func cancelAfter(req target.Request, cancel context.CancelFunc) (stop func() bool) {
	if req.TimeoutMS <= 0 {
		return func() bool { return true }
	}
	return time.AfterFunc(time.Duration(req.TimeoutMS)*time.Millisecond, cancel).Stop
}

// failed is the claim about an error: no more than errors.As gives a user of database/sql.
func failed(err error) target.Answer {
	claim := &target.Error{Message: err.Error(), Native: fmt.Sprintf("%T", err)}
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok {
		claim.SQLState = pgErr.Code
	}
	return target.Answer{OK: target.Bool(false), Error: claim}
}
