package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	client "github.com/Shopify/toxiproxy/v2/client"
	"github.com/jackc/pgx/v5"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/proxy/httpapi"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	if err := goleak.Find(); err != nil && code == 0 {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// echo is a server that answers with what it was told.
func echo(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = io.Copy(c, c)
			}()
		}
	}()
	return ln.Addr().String()
}

func freePort(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// ours is the API of ours.
func ours(t *testing.T) (*httpapi.Server, string) {
	t.Helper()
	s := httpapi.New(t.Context(), httpapi.Config{Told: func(line string) { t.Log(line) }})
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		web.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s, web.URL
}

// theirs is that of toxiproxy itself.
func theirs(t *testing.T) string {
	t.Helper()
	s := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	web := httptest.NewServer(s.Routes())
	t.Cleanup(func() {
		web.Close()
		if err := s.Collection.Clear(); err != nil {
			t.Error(err)
		}
	})
	return web.URL
}

// answer is what came of a request.
type answer struct {
	Code int
	Type string
	Body any
}

func request(t *testing.T, base, method, path, body string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := answer{Code: resp.StatusCode, Type: resp.Header.Get("Content-Type")}
	if err := json.Unmarshal(data, &got.Body); err != nil {
		got.Body = string(bytes.TrimSpace(data))
	}
	return got
}

// plain takes out what toxiproxy shows of its own logger.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "Logger")
		for _, one := range v {
			plain(one)
		}
	case []any:
		for _, one := range v {
			plain(one)
		}
	}
	return v
}

// TestAnswersAreToxiproxys asks toxiproxy and then ours the same, and holds the answers against each other.
func TestAnswersAreToxiproxys(t *testing.T) {
	upstream := echo(t)
	a, b := freePort(t), freePort(t)
	swap := strings.NewReplacer("UPSTREAM", upstream, "LISTEN", a, "OTHER", b)
	requests := []struct{ method, path, body string }{
		{"GET", "/proxies", ""},
		{"GET", "/proxies/pg", ""},
		{"POST", "/proxies", `{`},
		{"POST", "/proxies", `{"listen":"LISTEN","upstream":"UPSTREAM"}`},
		{"POST", "/proxies", `{"name":"pg","listen":"LISTEN"}`},
		{"POST", "/proxies", `{"name":"pg","listen":"LISTEN","upstream":"UPSTREAM"}`},
		{"POST", "/proxies", `{"name":"pg","listen":"LISTEN","upstream":"UPSTREAM"}`},
		{"GET", "/proxies", ""},
		{"GET", "/proxies/pg", ""},
		{"GET", "/proxies/pg/toxics", ""},
		{"GET", "/proxies/nope/toxics", ""},
		{"POST", "/proxies/nope/toxics", `{}`},
		{"POST", "/proxies/pg/toxics", `{`},
		{"POST", "/proxies/pg/toxics", `{}`},
		{"POST", "/proxies/pg/toxics", `{"type":"nonsense"}`},
		{"POST", "/proxies/pg/toxics", `{"type":"latency","stream":"sideways"}`},
		{"POST", "/proxies/pg/toxics", `{"type":"latency","attributes":{"latency":"long"}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"latency","attributes":{"latency":1,"jitter":0}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"latency","attributes":{"latency":1}}`},
		{"POST", "/proxies/pg/toxics", `{"name":"up","type":"bandwidth","stream":"upstream","toxicity":0.5,"attributes":{"rate":1000}}`},
		{"POST", "/proxies/pg/toxics", `{"name":"never","type":"timeout","toxicity":0,"attributes":{"timeout":1}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"slicer","attributes":{"average_size":64,"size_variation":32,"delay":10}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"slow_close","attributes":{"delay":1}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"limit_data","attributes":{"bytes":100000}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"reset_peer","attributes":{"timeout":100000}}`},
		{"POST", "/proxies/pg/toxics", `{"type":"noop"}`},
		{"GET", "/proxies/pg/toxics", ""},
		{"GET", "/proxies/pg", ""},
		{"GET", "/proxies/pg/toxics/up", ""},
		{"GET", "/proxies/pg/toxics/nope", ""},
		{"POST", "/proxies/pg/toxics/up", `{"attributes":{"rate":2000}}`},
		{"PATCH", "/proxies/pg/toxics/latency_downstream", `{"attributes":{"jitter":1},"toxicity":0.25}`},
		{"PATCH", "/proxies/pg/toxics/nope", `{}`},
		{"PATCH", "/proxies/pg/toxics/up", `{"attributes":{"rate":"fast"}}`},
		{"DELETE", "/proxies/pg/toxics/up", ""},
		{"DELETE", "/proxies/pg/toxics/up", ""},
		{"POST", "/proxies/pg", `{"enabled":false}`},
		{"PATCH", "/proxies/pg", `{"enabled":true}`},
		{"PATCH", "/proxies/pg", `{`},
		{"PATCH", "/proxies/pg", `{"enabled":false}`},
		{"POST", "/reset", ""},
		{"GET", "/proxies", ""},
		{"PATCH", "/proxies/pg", `{"listen":"OTHER"}`},
		{"GET", "/proxies/pg", ""},
		{"POST", "/populate", `[{"name":"pg","listen":"OTHER","upstream":"UPSTREAM"},{"name":"off","listen":"LISTEN","upstream":"UPSTREAM","enabled":false}]`},
		{"POST", "/populate", `[{"listen":"OTHER"}]`},
		{"POST", "/populate", `[{"name":"x","listen":"OTHER"}]`},
		{"POST", "/populate", `{`},
		{"GET", "/proxies", ""},
		{"DELETE", "/proxies/pg", ""},
		{"DELETE", "/proxies/pg", ""},
		{"DELETE", "/proxies/off", ""},
		{"GET", "/proxies", ""},
		{"GET", "/nowhere", ""},
	}
	ask := func(base string) (got []answer) {
		for _, r := range requests {
			one := request(t, base, r.method, r.path, swap.Replace(r.body))
			one.Body = plain(one.Body)
			got = append(got, one)
		}
		return got
	}
	want := ask(theirs(t)) // none of its endpoints is left
	_, base := ours(t)
	for i, got := range ask(base) {
		if !reflect.DeepEqual(got, want[i]) {
			t.Errorf("%s %s %s:\nours       %+v\ntoxiproxy  %+v", requests[i].method, requests[i].path, requests[i].body, got, want[i])
		}
	}
}

// TestItsClientDrivesFaults has toxiproxy's own client arm faults of the wire before a PostgreSQL server, and pgx meet them.
func TestItsClientDrivesFaults(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	s, base := ours(t)
	s.Add("postgres", rig.Rig().Server().Addr(), rig.Rig())
	c := client.NewClient(base)
	pg, err := c.Proxy("postgres")
	if err != nil || pg.Listen != rig.Stage().Addr() || !pg.Enabled {
		t.Fatal(err, pg)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ask := func(sql string) error {
		conn, err := pgx.Connect(ctx, rig.DSN())
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(ctx) }() // it may have ended
		_, err = conn.Exec(ctx, sql)
		return err
	}
	reset, err := pg.AddToxic("cut", "reset", "", 1, client.Attributes{"at": map[string]any{"message": "CommandComplete", "tag": "SELECT"}})
	if err != nil || reset.Name != "cut" || reset.Type != "reset" || reset.Attributes["fired"] != 0.0 {
		t.Fatalf("%+v, %v", reset, err)
	}
	if err := ask("SELECT 1"); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("it was reset, and says %v", err)
	}
	all, err := pg.Toxics()
	if err != nil || len(all) != 1 || all[0].Attributes["fired"] != 1.0 || all[0].Attributes["at"].(map[string]any)["tag"] != "SELECT" {
		t.Errorf("%+v, %v", all, err)
	}
	// Changed, it waits again, elsewhere.
	if _, err := pg.UpdateToxic("cut", 1, client.Attributes{"at": map[string]any{"message": "CommandComplete", "tag": "CREATE"}, "times": 2}); err != nil {
		t.Fatal(err)
	}
	if err := ask("SELECT 1"); err != nil {
		t.Error(err)
	}
	for _, resets := range []bool{true, true, false} {
		if err := ask("CREATE TEMP TABLE x ()"); (err != nil) != resets {
			t.Errorf("it says %v, and is reset: %t", err, resets)
		}
	}
	if err := pg.RemoveToxic("cut"); err != nil {
		t.Error(err)
	}
	// Two of a kind, a duration as a person writes it, what can't be, and one of the server's.
	if _, err := pg.AddToxic("", "delay", "", 1, client.Attributes{"at": map[string]any{"message": "ReadyForQuery", "occurrence": 2}, "for": "120ms"}); err != nil {
		t.Error(err)
	}
	start := time.Now()
	if err := ask("SELECT 1"); err != nil || time.Since(start) < 120*time.Millisecond {
		t.Errorf("it took %s: %v", time.Since(start), err)
	}
	for kind, attributes := range map[string]client.Attributes{
		"reset": {"att": 1}, "delay": {"at": map[string]any{"message": "Nonsense"}, "for": "1s"}, "nonsense": {}, "promote": {},
	} {
		if _, err := pg.AddToxic("bad", kind, "", 1, attributes); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s is taken: %v", kind, err)
		}
	}
	if _, err := pg.AddToxic("half", "reset", "", 0.5, nil); err == nil || !strings.Contains(err.Error(), "toxicity") {
		t.Errorf("a share is taken: %v", err)
	}
	if err := pg.Disable(); err != nil {
		t.Fatal(err)
	}
	if err := ask("SELECT 1"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("it is disabled, and says %v", err)
	}
	// What was armed by hand is there too, and goes with the rest.
	if err := s.Arm("postgres", fault.Close{At: wire.Position{Message: "ReadyForQuery"}, Times: -1}); err != nil {
		t.Fatal(err)
	}
	if all, err := pg.Toxics(); err != nil || len(all) != 2 || all[1].Type != "close" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := pg.Enable(); err != nil {
		t.Fatal(err)
	}
	if err := ask("SELECT 1"); err == nil {
		t.Error("it is closed at its login, and says nothing")
	}
	if err := c.ResetState(); err != nil {
		t.Fatal(err)
	}
	if err := ask("SELECT 1"); err != nil {
		t.Errorf("all is reset, and it says %v", err)
	}
}

// TestAProxyOfAClientsOwnBreaksTheWireToo makes a proxy before a server that the API knows nothing of.
func TestAProxyOfAClientsOwnBreaksTheWireToo(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	_, base := ours(t)
	c := client.NewClient(base)
	pg, err := c.CreateProxy("mine", "127.0.0.1:0", rig.Rig().Server().Addr())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	dsn := rig.Rig().Database().DSN(pg.Listen)
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }() // it has ended
	if _, err := pg.AddToxic("", "inject", "", 1, client.Attributes{
		"at": map[string]any{"message": "CommandComplete"}, "say": map[string]any{"error": map[string]any{"sqlstate": "53200", "severity": "FATAL"}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(ctx, "SELECT 1"); err == nil || !strings.Contains(err.Error(), "53200") {
		t.Errorf("it says %v", err)
	}
	for kind, why := range map[string]string{"crash": "not ours", "drop_database": "not ours", "fill_connections": "not ours"} {
		if _, err := pg.AddToxic("", kind, "", 1, nil); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if err := pg.Delete(); err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.Connect(ctx, dsn); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("it is deleted, and says %v", err)
	}
}

// TestBrowsersAreRefused: any page that a browser shows could ask.
func TestBrowsersAreRefused(t *testing.T) {
	_, base := ours(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/reset", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", "Mozilla/5.0")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Error(resp.Status)
	}
}
