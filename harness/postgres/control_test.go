package postgres_test

import (
	"errors"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres"
)

func own(t *testing.T, provider string) (*postgres.Server, *postgres.Control) {
	t.Helper()
	need(t, provider)
	server := start(t, postgres.Config{Provider: provider, Private: true})
	control, reason := server.Control()
	if control == nil {
		t.Fatal(reason)
	}
	return server, control
}

// What a private server had at the snapshot it has again, whatever happened since; the side channel goes on.
func TestSnapshot(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			server, control := own(t, provider)
			d, second := database(t, server), database(t, server)
			if _, err := d.Admin(t.Context(), "CREATE TABLE t AS SELECT 1 AS v"); err != nil {
				t.Fatal(err)
			}
			if err := control.Snapshot(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := d.Admin(t.Context(), "DROP TABLE t"); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := control.Restore(t.Context()); err != nil {
					t.Fatal(err)
				}
				if got := ask(t, d, "SELECT v FROM t"); got != "1" {
					t.Errorf("got %q", got)
				}
			}
			if got := ask(t, second, "SELECT count(*) FROM pg_class WHERE relname = 't'"); got != "0" {
				t.Errorf("%s tables t in the second database", got)
			}
		})
	}
}

// A server that ended does not answer, and says so; it can be started again, also with settings it can't take.
func TestDown(t *testing.T) {
	for _, provider := range providers {
		t.Run(provider, func(t *testing.T) {
			server, control := own(t, provider)
			d := database(t, server)
			if err := control.Halt(t.Context()); err != nil {
				t.Fatal(err)
			}
			if all, err := control.Processes(t.Context()); err != nil || len(all) != 0 {
				t.Errorf("%v, %v", all, err)
			}
			if err := control.SignalPostmaster(t.Context(), 15); !errors.Is(err, postgres.ErrDown) {
				t.Errorf("got %v, want ErrDown", err)
			}
			if err := control.Start(t.Context(), "shared_buffers=nonsense"); err != nil {
				t.Fatal(err)
			}
			if err := control.Ready(t.Context()); !errors.Is(err, postgres.ErrDown) {
				t.Errorf("got %v, want ErrDown", err)
			}
			if err := control.Start(t.Context(), "work_mem=7MB"); err != nil {
				t.Fatal(err)
			}
			if got := ask(t, d, "SHOW work_mem"); got != "7MB" {
				t.Errorf("work_mem is %s", got)
			}
		})
	}
}

// The server that all share is not to be harmed.
func TestShared(t *testing.T) {
	need(t, postgres.Native)
	server := start(t, postgres.Config{Provider: postgres.Native})
	if control, reason := server.Control(); control != nil || reason == "" {
		t.Errorf("%v, %q", control, reason)
	}
	mine, err := server.Own(t.Context(), postgres.Extras{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = mine.Close(t.Context()) }()
	if mine.Version() != server.Version() || mine.Addr() == server.Addr() {
		t.Errorf("%v beside %v", mine, server)
	}
	if container, reason := mine.Container(); container != nil || reason == "" {
		t.Errorf("%v, %q", container, reason)
	}
}
