package cli_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TestServeBreaksWhatConnects connects to an endpoint that is held open by hand, loses its connection where the fault says, and
// works again when that is healed.
func TestServeBreaksWhatConnects(t *testing.T) {
	h := hold(t, "serve", "--postgres", "native", "--toxiproxy-api", "127.0.0.1:0", "--fault", "reset: {at: {message: CommandComplete, tag: INSERT}}")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, api, _ := strings.Cut(h.await("toxiproxy's API"), "listens at ")
	dsn := h.await("postgres://")
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
	h.await("(fired)")
	if err := <-said; err == nil {
		t.Error("the fault fired, and the client saw nothing")
	}
	h.press("h")
	h.await("healed")
	go func() { said <- insert() }()
	h.await("CommandComplete\tINSERT 0 1")
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
	h.press("a")
	h.await("armed: reset")
	added := make(chan string, 1)
	go func() {
		added <- ask("POST", "/proxies/postgres/toxics", `{"type":"close","attributes":{"at":{"message":"CommandComplete","tag":"CREATE"}}}`)
	}()
	h.await("armed: close_downstream")
	if text := <-added; !strings.Contains(text, `"fired":0`) {
		t.Error(text)
	}
	if text := ask("GET", "/proxies/postgres", ""); !strings.Contains(text, `"name":"reset"`) || !strings.Contains(text, `"tag":"INSERT"`) {
		t.Error(text)
	}
	go func() { said <- insert() }()
	h.await("(fired)")
	if err := <-said; err == nil {
		t.Error("a fault was added, and the client saw nothing")
	}
	go func() { added <- ask("POST", "/reset", "") }()
	h.await("removed: reset")
	<-added
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	h.quit()
}
