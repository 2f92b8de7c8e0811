// Command pgx-v4 is the shim of pgx 4: a Conn, its transactions, prepared statements, COPY, LISTEN, batches and pgxpool.
package main

import (
	"context"
	"errors"

	"github.com/jackc/pgconn"
	"github.com/jackc/pgx/v4"
	"github.com/jackc/pgx/v4/pgxpool"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/gokit"
	"github.com/pgfault/pgfault/pgdiag"
)

// session is a connection, and what a program keeps beside it.
type session struct {
	*pgx.Conn
	pooled *pgxpool.Conn // where it is a pool's
	tx     pgx.Tx
	rest   *rest
	closed bool // by the program
}

func main() {
	gokit.Main(gokit.Client[*session, *pgxpool.Pool]{
		Hello: target.Hello{
			Name: "pgx-v4", Version: targets.Version("github.com/jackc/pgx/v4"),
			Homepage: "https://github.com/jackc/pgx/tree/v4", IssuesURL: "https://github.com/jackc/pgx/issues",
			Capabilities: []target.Capability{
				target.CapTx, target.CapStatus, target.CapPrepare, target.CapCopy, target.CapListen, target.CapCancel, target.CapPool,
				target.CapConcurrent, target.CapBatch, target.CapTyped, target.CapUnread, target.CapGivenUp,
			},
			Reports: []target.Report{target.ReportStatus, target.ReportTx, target.ReportSQLState},
			Traits:  &target.Traits{Pool: target.PoolEager, DSN: understood},
		},
		Connect: func(ctx context.Context, req target.Request) (*session, error) {
			conn, err := pgx.Connect(ctx, req.DSN)
			if err != nil {
				return nil, err
			}
			return &session{Conn: conn}, nil
		},
		Operations: operations,
		OpenPool:   openPool,
		Acquire:    acquire,
		ClosePool:  func(p *pgxpool.Pool) error { p.Close(); return nil },
		State:      (*session).state,
		Claim:      claim,
		End:        func(s *session) { _ = s.close(context.Background(), target.Request{}, nil) },
	})
}

// understood is what the documentation of pgconn.ParseConfig lists. What else there is goes to the server, as a setting of the session.
var understood = []string{
	"host", "hosts", "port", "dbname", "user", "password", "passfile", "service", "servicefile", "connect_timeout", "sslmode", "sslkey", "sslcert",
	"sslrootcert", "sslpassword", "sslsni", "target_session_attrs", "application_name", "options", "client_encoding",
}

// state is IsClosed, and the last that the server said of the transaction; of a connection that is closed pgx says nothing.
func (s *session) state(a *target.Answer) {
	switch {
	case s.closed:
		a.Status = pgdiag.StatusClosed
		return
	case s.IsClosed():
		a.Status = pgdiag.StatusFaulty
		return
	}
	a.Status = pgdiag.StatusOpen
	switch s.PgConn().TxStatus() {
	case 'I':
		a.Tx = pgdiag.TxIdle
	case 'T':
		a.Tx = pgdiag.TxInTrans
	case 'E':
		a.Tx = pgdiag.TxInError
	}
}

// claim is what pgconn says of an error: SafeToRetry is documented as nothing having been sent, and Timeout as a timeout or a cancel.
func claim(err error, claim *target.Error) {
	if said, ok := errors.AsType[*pgconn.PgError](err); ok {
		claim.SQLState = said.Code
	}
	if pgconn.SafeToRetry(err) {
		claim.Outcome = pgdiag.OutcomeNotSent
	}
	if pgconn.Timeout(err) && !errors.Is(err, context.Canceled) {
		claim.Timeout = target.Bool(true)
	}
}

func openPool(ctx context.Context, req target.Request) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(req.DSN)
	if err != nil {
		return nil, err
	}
	if req.Max > 0 {
		cfg.MaxConns = int32(min(req.Max, 1<<16)) //nolint:gosec // bounded
	}
	return pgxpool.ConnectConfig(ctx, cfg)
}

func acquire(ctx context.Context, pool *pgxpool.Pool, _ target.Request) (*session, error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return &session{Conn: conn.Conn(), pooled: conn}, nil
}
