package container_test

import (
	"context"
	"log/slog"
	"os"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/container"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// TestAContainerThatDiedWhileItWasIdleIsReplaced kills the container of a server that has ended, and asks for another server.
func TestAContainerThatDiedWhileItWasIdleIsReplaced(t *testing.T) {
	if check := (container.Provider{}).Check(t.Context(), ""); !check.OK {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no container: %s", check.Detail)
		}
		t.Skipf("no container: %s", check.Detail)
	}
	pool := new(provide.ContainerPool)
	t.Cleanup(func() {
		if err := pool.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	serve := func() (id string, stop func()) {
		t.Helper()
		req := provide.Request{Private: true, Containers: pool, Logger: slog.New(slog.DiscardHandler)}
		server, err := container.Provider{}.Start(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return container.ID(server), func() {
			if err := server.Stop(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		}
	}
	first, stop := serve()
	stop()
	again, stop := serve()
	stop()
	if again != first {
		t.Fatalf("the container was not used again")
	}
	if err := container.Kill(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	other, stop := serve()
	stop()
	if other == first {
		t.Error("a dead container serves")
	}
}
