package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres"
)

// A pgbouncer before a server passes on in each mode what that mode allows; it dies and comes back at the same address.
func TestPooler(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			server := start(t, postgres.Config{Provider: provider})
			for mode, same := range map[postgres.PoolMode]bool{postgres.SessionPool: true, postgres.TransactionPool: true, postgres.StatementPool: false} {
				d := database(t, server)
				pooler, err := d.Pooler(t.Context(), mode, map[string]string{"default_pool_size": "2"})
				if errors.Is(err, postgres.ErrUnavailable) {
					t.Skip(err)
				}
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = pooler.Close(t.Context()) })
				cfg, err := pgx.ParseConfig(d.DSN(pooler.Addr()))
				if err != nil {
					t.Fatal(err)
				}
				cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
				conn, err := pgx.ConnectConfig(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := conn.Exec(t.Context(), "BEGIN"); (err == nil) != same {
					t.Errorf("%s: BEGIN: %v", mode, err)
				}
				if err := pooler.Down(t.Context()); err != nil {
					t.Fatal(err)
				}
				if _, err := pgx.ConnectConfig(t.Context(), cfg); err == nil {
					t.Errorf("%s: it is down and answers", mode)
				}
				if err := pooler.Up(t.Context()); err != nil {
					t.Fatal(err)
				}
				if conn, err = pgx.ConnectConfig(t.Context(), cfg); err != nil {
					t.Fatal(err)
				}
				if err := errors.Join(conn.Ping(t.Context()), conn.Close(t.Context()), pooler.Close(t.Context()), pooler.Close(t.Context())); err != nil {
					t.Errorf("%s: %v", mode, err)
				}
			}
		})
	}
}
