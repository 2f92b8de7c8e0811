package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres"
)

// A server that is given by its DSN is used, and left as it was found; without the rights it takes, it is refused.
func TestExternal(t *testing.T) {
	need(t, postgres.Native)
	server := start(t, postgres.Config{Provider: postgres.Native})
	theirs := database(t, server)
	inventory := func() string {
		return ask(t, theirs, `SELECT string_agg(name, ' ' ORDER BY name) FROM (SELECT datname::text AS name FROM pg_database
			WHERE datname !~ '^pgfault_[0-9]+$' UNION ALL SELECT rolname FROM pg_roles) AS all_names`)
	}
	if _, err := theirs.Admin(t.Context(), "CREATE ROLE maker LOGIN CREATEDB CREATEROLE PASSWORD 'm'; CREATE ROLE guest LOGIN PASSWORD 'g'"); err != nil {
		t.Fatal(err)
	}
	before := inventory()
	for _, who := range []string{"maker:m", "guest:g", "guest:wrong"} {
		t.Run(who, func(t *testing.T) {
			dsn := "postgres://" + who + "@" + server.Addr() + "/postgres?sslmode=disable"
			if who != "maker:m" {
				if _, err := postgres.Start(t.Context(), postgres.Config{Provider: dsn}); !errors.Is(err, postgres.ErrUnavailable) {
					t.Errorf("got %v, want ErrUnavailable", err)
				}
				return
			}
			ours, err := postgres.Start(t.Context(), postgres.Config{Provider: dsn})
			if err != nil {
				t.Fatal(err)
			}
			if ours.Provider() != postgres.External {
				t.Errorf("provider %s", ours.Provider())
			}
			if got := ask(t, database(t, ours), "SELECT current_user"); got != "maker" {
				t.Errorf("admin is %s", got)
			}
			if err := ours.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	if after := inventory(); after != before {
		t.Errorf("before: %s\nafter:  %s", before, after)
	}
}

// What others run on their server connects to every database that it sees, and stays: a monitor, a pooler. The templates are
// no place for it, since nobody could copy them then.
func TestExternalServerHasAMonitor(t *testing.T) {
	need(t, postgres.Native)
	server := start(t, postgres.Config{Provider: postgres.Native})
	theirs := database(t, server)
	if _, err := theirs.Admin(t.Context(), "CREATE ROLE monitor SUPERUSER LOGIN PASSWORD 'm'"); err != nil {
		t.Fatal(err)
	}
	dsn := "postgres://monitor:m@" + server.Addr() + "/postgres?sslmode=disable"
	ours, err := postgres.Start(t.Context(), postgres.Config{Provider: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := ours.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	const templates = "SELECT datname FROM pg_database WHERE datname ~ '^pgfault_.*_'"
	watched := 0
	for range 5 { // each makes what is wanted next, of the template that is the warm one by then
		rows, err := theirs.Admin(t.Context(), templates)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			cfg, err := pgx.ParseConfig(strings.Replace(dsn, "/postgres?", "/"+row[0]+"?", 1))
			if err != nil {
				t.Fatal(err)
			}
			watched++
			if conn, err := pgx.ConnectConfig(t.Context(), cfg); err == nil {
				defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
			}
		}
		var making sync.WaitGroup
		for range 8 {
			making.Go(func() {
				d, err := ours.Database(t.Context())
				if err != nil {
					t.Errorf("with somebody on the databases: %v", err)
					return
				}
				if err := d.Drop(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		making.Wait()
	}
	if watched == 0 {
		t.Error("there was no template to connect to")
	}
}
