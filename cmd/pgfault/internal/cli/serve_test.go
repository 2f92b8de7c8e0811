package cli_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
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
		got := cli.Execute([]string{"pgfault", "serve", "--postgres", "native", "--toxiproxy-api", "127.0.0.1:0", "--fault", "reset: {at: {message: CommandComplete, tag: INSERT}}"}, keys, stdout, &stderr)
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
	_, api, _ := strings.Cut(await("toxiproxy's API"), "listens at ")
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
	// By toxiproxy's API: what was armed by hand is there, what is added breaks, and all of it goes.
	ask := func(method, path, body string) string {
		t.Helper()
		req, err := http.NewRequestWithContext(ctx, method, "http://"+api+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode >= 300 {
			t.Errorf("%s %s: %s %s, %v", method, path, resp.Status, text, err)
		}
		return string(text)
	}
	if _, err := io.WriteString(press, "a\n"); err != nil {
		t.Fatal(err)
	}
	await("armed: reset")
	added := make(chan string, 1)
	go func() {
		added <- ask("POST", "/proxies/postgres/toxics", `{"type":"close","attributes":{"at":{"message":"CommandComplete","tag":"CREATE"}}}`)
	}()
	await("armed: close_downstream")
	if text := <-added; !strings.Contains(text, `"fired":0`) {
		t.Error(text)
	}
	if text := ask("GET", "/proxies/postgres", ""); !strings.Contains(text, `"name":"reset"`) || !strings.Contains(text, `"tag":"INSERT"`) {
		t.Error(text)
	}
	go func() { said <- insert() }()
	await("(fired)")
	if err := <-said; err == nil {
		t.Error("a fault was added, and the client saw nothing")
	}
	go func() { added <- ask("POST", "/reset", "") }()
	await("removed: reset")
	<-added
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	go func() { _, _ = io.Copy(io.Discard, told) }() // what is told at the end is waited for by nobody
	if _, err := io.WriteString(press, "q\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != 0 {
		t.Errorf("it ends with %d: %s", got, stderr.String())
	}
	_ = press.Close() // a pipe's end is never refused
}
