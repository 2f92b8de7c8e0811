package cli_test

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/cmd/pgfault/internal/cli"
)

// TestServeBreaksWhatConnects connects to an endpoint that is held open by hand, loses its connection where the fault says, and
// works again when that is healed.
func TestServeBreaksWhatConnects(t *testing.T) {
	keys, press := io.Pipe()
	told, stdout := io.Pipe()
	var stderr strings.Builder
	code := make(chan int, 1)
	go func() {
		got := cli.Execute([]string{"pgfault", "serve", "--postgres", "native", "--fault", "reset: {at: {message: CommandComplete, tag: INSERT}}"}, keys, stdout, &stderr)
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
	insert := func() error {
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(ctx) }() // it may have ended
		_, err = conn.Exec(ctx, "CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1)")
		return err
	}
	said := make(chan error, 1)
	go func() { said <- insert() }()
	await("(fired)")
	if err := <-said; err == nil {
		t.Error("the fault fired, and the client saw nothing")
	}
	if _, err := io.WriteString(press, "h\n"); err != nil {
		t.Fatal(err)
	}
	await("healed")
	go func() { said <- insert() }()
	await("CommandComplete\tINSERT 0 1")
	if err := <-said; err != nil {
		t.Errorf("it is healed, and the client says %v", err)
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
