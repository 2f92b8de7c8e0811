// Command gorm is the shim of GORM over its own driver, which is pgx: Open, Exec, Raw and Rows, Begin and Commit.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "gorm", Version: targets.Version("gorm.io/gorm"),
			Homepage: "https://gorm.io", IssuesURL: "https://github.com/go-gorm/gorm/issues",
			Traits: &target.Traits{
				ConnectTimeoutGranularityMS: 1000,
				Cancel:                      target.CancelRunning,
				GivenUp:                     []target.Op{target.OpQuery, target.OpBegin, target.OpCommit, target.OpRollback, target.OpQueryRow, target.OpQueryStart},
			},
		},
		Connect: connect,
	})
}

// connect opens, which pings. Open takes no context: connect_timeout bounds it.
func connect(_ context.Context, req target.Request) (sqlkit.Handle, error) {
	db, err := gorm.Open(postgres.Open(targets.WithConnectTimeout(req)), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return handle{runner{db}, pool}, nil
}

// runner is a gorm.DB, which may be a transaction.
type runner struct{ db *gorm.DB }

// ExecContext implements sqlkit.Runner.
func (r runner) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	query, args = targets.QuestionMarks(query, args)
	done := r.db.WithContext(ctx).Exec(query, args...)
	return driver.RowsAffected(done.RowsAffected), done.Error
}

// QueryContext implements sqlkit.Runner.
func (r runner) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	query, args = targets.QuestionMarks(query, args)
	return r.db.WithContext(ctx).Raw(query, args...).Rows()
}

type handle struct {
	runner
	pool *sql.DB
}

// Begin implements sqlkit.Handle.
func (h handle) Begin(ctx context.Context) (sqlkit.Tx, error) {
	tx := h.db.WithContext(ctx).Begin()
	if tx.Error != nil {
		return nil, tx.Error
	}
	return transaction{runner{tx}}, nil
}

// Close implements sqlkit.Handle.
func (h handle) Close() error { return h.pool.Close() }

type transaction struct{ runner }

// Commit implements sqlkit.Tx.
func (t transaction) Commit() error { return t.db.Commit().Error }

// Rollback implements sqlkit.Tx.
func (t transaction) Rollback() error { return t.db.Rollback().Error }
