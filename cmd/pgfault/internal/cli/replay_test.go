package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestWhatARunKeptIsPlayedToAnotherClient fails with evidence, and has another client meet what that one met.
func TestWhatARunKeptIsPlayedToAnotherClient(t *testing.T) {
	t.Setenv(actAsShim, "1")
	out := t.TempDir()
	const id = "network/reset-after-simple-insert"
	if got := call("", "run", id, "--postgres", "native", "--out", out, "--", os.Args[0]); got.code != 1 {
		t.Fatalf("it ends with %d, and nothing is kept: %s%s", got.code, got.stdout, got.stderr)
	}
	h := hold(t, "replay", filepath.Join(out, "latest", id))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dsn := h.await("postgres://")
	said := make(chan error, 1)
	go func() {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			_, err = conn.Exec(ctx, "INSERT INTO anywhere VALUES (1)", pgx.QueryExecModeSimpleProtocol)
			_ = conn.Close(ctx) // it has ended
		}
		said <- err
	}()
	h.await("AuthenticationOk")
	h.await("(aborted)")
	if err := <-said; err == nil {
		t.Error("the stored client was reset, and this one was told a success")
	}
	h.quit()
}
