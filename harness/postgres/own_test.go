package postgres_test

import (
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
)

// Servers of one's own that follow each other know nothing of each other, whatever was done to the one before, also where
// they follow each other in one container.
func TestOwnInTurn(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			need(t, provider)
			shared := start(t, postgres.Config{Provider: provider})
			own := func(extras postgres.Extras) (*postgres.Server, *postgres.Database) {
				t.Helper()
				server, err := shared.Own(t.Context(), extras)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = server.Close(t.Context()) })
				return server, database(t, server)
			}
			const tables = "SELECT count(*) FROM pg_tables WHERE tablename = 't'"

			first, d := own(postgres.Extras{})
			for _, sql := range []string{"CREATE TABLE t (v int)", "ALTER SYSTEM SET work_mem = '1MB'", "SELECT pg_reload_conf()"} {
				if _, err := d.Admin(t.Context(), sql); err != nil {
					t.Fatal(err)
				}
			}
			control, _ := first.Control()
			all, err := control.Processes(t.Context())
			if err != nil || len(all) == 0 {
				t.Fatalf("processes %v, %v", all, err)
			}
			if err := control.Signal(t.Context(), syscall.SIGSTOP, all...); err != nil {
				t.Fatal(err)
			}
			if err := first.Close(t.Context()); err != nil {
				t.Fatal(err)
			}

			second, d := own(postgres.Extras{})
			if got := ask(t, d, tables) + ask(t, d, "SHOW work_mem"); got != "04MB" {
				t.Errorf("the second server has %s of the first", got)
			}
			if provider == postgres.Container && second.Addr() != first.Addr() {
				t.Errorf("the container at %s was not used again", first.Addr())
			}
			third, _ := own(postgres.Extras{})
			if third.Addr() == second.Addr() {
				t.Error("two servers have one address")
			}
			if container, _ := second.Container(); container != nil {
				if err := container.Disconnect(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if err := second.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, d := own(postgres.Extras{}); ask(t, d, tables) != "0" {
				t.Error("the fourth server has a table")
			}
		})
	}
}
