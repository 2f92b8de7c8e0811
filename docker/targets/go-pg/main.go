// Command go-pg is the shim of go-pg: Connect, which makes a pool, Query and Exec, Begin, Prepare, CopyFrom, Listen. It writes
// arguments into the statement itself.
//
// A Prepare and a COPY take no context: WithTimeout bounds them, outside of a transaction. Its listener is left out: Listen
// returns before the server has answered, and what is notified then may be lost or not.
package main

import (
	"context"
	"errors"
	"time"

	"github.com/go-pg/pg/v10"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/gokit"
)

func main() {
	gokit.Main(gokit.Client[*session, struct{}]{
		Hello: target.Hello{
			Name: "go-pg", Version: targets.Version("github.com/go-pg/pg/v10"),
			Homepage: "https://pg.uptrace.dev", IssuesURL: "https://github.com/go-pg/pg/issues",
			Capabilities: []target.Capability{
				target.CapTx, target.CapPrepare, target.CapCopy, target.CapCancel, target.CapConcurrent, target.CapTyped, target.CapGivenUp,
			},
			Reports: []target.Report{target.ReportSQLState, target.ReportDiagnostics},
			Traits: &target.Traits{
				Cancel: target.CancelRunning, Pool: target.PoolReplaces, Prepare: target.PreparePins,
				DSN: []string{"host", "port", "user", "password", "dbname", "sslmode", "application_name", "connect_timeout"},
			},
		},
		Connect:    connect,
		Operations: operations,
		Claim:      claim,
		End:        func(s *session) { _ = s.close(context.Background(), target.Request{}, nil) },
	})
}

// connect makes a pool of one connection, which connects to nothing, and pings.
func connect(ctx context.Context, req target.Request) (*session, error) {
	options, err := pg.ParseURL(req.DSN)
	if err != nil {
		return nil, err
	}
	options.PoolSize = 1
	db := pg.Connect(options)
	if err := db.Ping(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return &session{db: db, statements: map[string]*pg.Stmt{}}, nil
}

// claim is the error's fields, by their letters.
func claim(err error, claim *target.Error) {
	said, ok := errors.AsType[pg.Error](err)
	if !ok {
		return
	}
	claim.SQLState = said.Field('C')
	claim.Diagnostics = diagnostics(said)
}

// until is the caller's deadline as a time to wait; 0 is none.
func until(ctx context.Context) time.Duration {
	if at, ok := ctx.Deadline(); ok {
		return time.Until(at)
	}
	return 0
}
