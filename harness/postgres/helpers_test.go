package postgres_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
)

// providers are those that make servers on this machine.
var providers = []string{postgres.Native, postgres.Container}

// need skips a test, with the reason, where a provider can't give a server; unless it must be able to, by CI=true or by
// PGFAULT_REQUIRE=container.
func need(t *testing.T, provider string) {
	t.Helper()
	for _, a := range postgres.Providers(t.Context(), postgres.Config{}) {
		if a.Provider != provider || a.OK {
			continue
		}
		if os.Getenv("CI") == "true" || os.Getenv("PGFAULT_REQUIRE") == provider {
			t.Fatalf("%s is required here and can't be had: %s; %s", provider, a.Detail, a.Advice)
		}
		t.Skipf("no %s: %s; %s", provider, a.Detail, a.Advice)
	}
}

func start(t *testing.T, cfg postgres.Config) *postgres.Server {
	t.Helper()
	server, err := postgres.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := server.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return server
}

func database(t *testing.T, server *postgres.Server) *postgres.Database {
	t.Helper()
	d, err := server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ask runs SQL as superuser and gives the one value that it returns.
func ask(t *testing.T, d *postgres.Database, sql string, args ...any) string {
	t.Helper()
	rows, err := d.Admin(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || len(rows[0]) != 1 {
		t.Fatalf("%s: got %v, want one value", sql, rows)
	}
	return rows[0][0]
}
