package cli_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

// TestWhatARunKeptIsPlayedToAnotherClient fails with evidence, and has another client meet what that one met.
func TestWhatARunKeptIsPlayedToAnotherClient(t *testing.T) {
	t.Setenv(actAsShim, "1")
	out := t.TempDir()
	const id = "network/reset-after-simple-insert"
	if got := call("", "run", id, "--postgres", "native", "--out", out, "--", os.Args[0]); got.code != 1 {
		t.Fatalf("it ends with %d, and nothing is kept: %s%s", got.code, got.stdout, got.stderr)
	}
	keys, press := io.Pipe()
	told, stdout := io.Pipe()
	var stderr strings.Builder
	code := make(chan int, 1)
	go func() {
		got := cli.Execute([]string{"pgfault", "replay", filepath.Join(out, "latest", id)}, keys, stdout, &stderr)
		_ = stdout.Close() // a pipe's end is never refused
		code <- got
	}()
	lines := bufio.NewScanner(told)
	await := func(words string) string {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), words) {
				return lines.Text()
			}
		}
		t.Fatalf("it ended, and did not say %q: %s", words, stderr.String())
		return ""
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dsn := await("postgres://")
	said := make(chan error, 1)
	go func() {
		conn, err := pgx.Connect(ctx, dsn)
		if err == nil {
			_, err = conn.Exec(ctx, "INSERT INTO anywhere VALUES (1)", pgx.QueryExecModeSimpleProtocol)
			_ = conn.Close(ctx) // it has ended
		}
		said <- err
	}()
	await("AuthenticationOk")
	await("(aborted)")
	if err := <-said; err == nil {
		t.Error("the stored client was reset, and this one was told a success")
	}
	go func() { _, _ = io.Copy(io.Discard, told) }() // what is told at the end is waited for by nobody
	if _, err := io.WriteString(press, "q\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != 0 {
		t.Errorf("it ends with %d: %s", got, stderr.String())
	}
	_ = press.Close() // a pipe's end is never refused
}
