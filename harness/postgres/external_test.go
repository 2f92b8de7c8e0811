package postgres_test

import (
	"errors"
	"testing"

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
