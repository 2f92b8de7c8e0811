package otel_test

import (
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/pgdiag/otelpgdiag"
)

// common are the attributes of every call.
var common = []string{"db.system.name", "db.namespace", "server.address", "server.port"}

// failure are the attributes of a call that failed.
var failure = []string{
	"error.type", "db.response.status_code", "pgdiag.condition", "pgdiag.outcome", "pgdiag.retry", "pgdiag.origin", "pgdiag.scope",
}

// TestCallsAreTold makes each kind of call, and holds the span and the measurement of each.
func TestCallsAreTold(t *testing.T) {
	r := harness.Start(t, harness.Config{})
	o := observe(t, r, false)
	at := o.Config()
	db := at.Database
	for _, c := range []struct {
		do         func() error
		span       string
		operation  string
		collection string
		size       string
	}{
		{func() error { _, err := o.Exec(t.Context(), "SELECT 'secret'"); return err }, "SELECT " + db, "SELECT", "-", "-"},
		{func() error { _, err := o.Exec(t.Context(), "SELECT 'secret'; SELECT 2"); return err }, db, "-", "-", "-"},
		{func() error { _, err := o.Begin(t.Context()); return err }, "begin " + db, "begin", "-", "-"},
		{func() error { _, err := o.Prepare(t.Context(), "p", "SELECT 'secret'"); return err }, "PREPARE " + db, "PREPARE", "-", "-"},
		{func() error {
			batch := &pgx.Batch{}
			batch.Queue("INSERT INTO t VALUES ($1)", "secret 1")
			batch.Queue("INSERT INTO t VALUES ($1)", "secret 2")
			return o.SendBatch(t.Context(), batch).Close()
		}, "BATCH INSERT " + db, "BATCH INSERT", "-", "2"},
		{func() error {
			_, err := o.CopyFrom(t.Context(), pgx.Identifier{"t"}, []string{"v"}, pgx.CopyFromRows([][]any{{"secret 3"}}))
			return err
		}, "COPY t", "COPY", "t", "-"},
	} {
		if err := c.do(); err != nil {
			t.Fatal(err)
		}
		span := o.last(t)
		if span.Name != c.span || span.SpanKind != trace.SpanKindClient || span.Status.Code != codes.Unset {
			t.Errorf("span %q of kind %s, %v; want %q", span.Name, span.SpanKind, span.Status, c.span)
		}
		want := strings.Join([]string{"postgresql", db, at.Host, strconv.Itoa(int(at.Port)), c.operation, c.collection, c.size}, " ")
		if got := told(span.Attributes, append(slices.Clone(common), "db.operation.name", "db.collection.name", "db.operation.batch.size")...); got != want {
			t.Errorf("%s: %s\nwant %s", c.span, got, want)
		}
		if got := told(span.Attributes, append(slices.Clone(failure), "db.query.text")...); got != strings.TrimSpace(strings.Repeat("- ", 8)) {
			t.Errorf("%s: what failed is %s", c.span, got)
		}
		if got := told(span.Attributes, "network.peer.address"); net.ParseIP(got) == nil {
			t.Errorf("%s: the peer is %s", c.span, got)
		}
	}
	want := map[string]bool{"CONNECT": true, "SELECT": true, "-": true, "begin": true, "PREPARE": true, "BATCH INSERT": true, "COPY": true}
	for _, p := range o.durations(t) {
		delete(want, told(p.Attributes.ToSlice(), "db.operation.name"))
		if told(p.Attributes.ToSlice(), common...) != told(o.last(t).Attributes, common...) || p.Sum <= 0 || p.Sum > 10 || p.Bounds[0] != 0.001 {
			t.Errorf("a measurement is %+v", p)
		}
	}
	if len(want) > 0 {
		t.Errorf("not measured: %v", want)
	}
	if all := o.everything(t); strings.Contains(all, "secret") {
		t.Errorf("it tells a secret: %s", all)
	}
}

// TestFailuresAreTold holds what is said of what the server has answered, and of what it could not answer.
func TestFailuresAreTold(t *testing.T) {
	r := harness.Start(t, harness.Config{})
	o := observe(t, r, false)
	r.SQL(`INSERT INTO t VALUES ('secret')`)
	for _, c := range []struct {
		name string
		do   func() error
		want string
	}{
		{"a key that is there", func() error {
			_, err := o.Exec(t.Context(), "INSERT INTO t VALUES ($1)", "secret")
			return err
		}, "23505 23505 unique_violation rolled_back no server statement"},
		{"a value in the message", func() error {
			_, err := o.Exec(t.Context(), "SELECT 'secret'::int")
			return err
		}, "22P02 22P02 invalid_text_representation rolled_back no server statement"},
		{"a lost reply", func() error {
			r.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}})
			_, err := o.Exec(t.Context(), "INSERT INTO t VALUES ('a')")
			return err
		}, "connection_reset - connection_reset unknown verify_first network connection"},
	} {
		err := c.do()
		if err == nil {
			t.Fatalf("%s: no error", c.name)
		}
		span := o.last(t)
		if got := told(span.Attributes, failure...); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
		if span.Status.Code != codes.Error || span.Status.Description != strings.Fields(c.want[len(told(span.Attributes, failure[:2]...)):])[0] {
			t.Errorf("%s: the span's status is %+v", c.name, span.Status)
		}
		found := false
		for _, p := range o.durations(t) {
			found = found || told(p.Attributes.ToSlice(), failure...) == c.want
		}
		if !found {
			t.Errorf("%s: it is not measured", c.name)
		}
	}
	if all := o.everything(t); strings.Contains(all, "secret") {
		t.Errorf("it tells a secret: %s", all)
	}
}

func TestAConnectThatFailsIsTold(t *testing.T) {
	r := harness.Start(t, harness.Config{})
	cfg, o := config(t, r.DSN(), false)
	cfg.Database = "nosuch"
	if _, err := pgx.ConnectConfig(t.Context(), cfg); err == nil {
		t.Fatal("connected")
	}
	span := o.last(t)
	const want = "3D000 3D000 invalid_catalog_name not_sent no server connection"
	if got := told(span.Attributes, failure...); span.Name != "CONNECT nosuch" || got != want {
		t.Errorf("%s: %s\nwant %s", span.Name, got, want)
	}
}

func TestTheTextOfStatementsIsToldWhereItIsAskedFor(t *testing.T) {
	o := observe(t, harness.Start(t, harness.Config{}), true)
	if _, err := o.Exec(t.Context(), "SELECT $1::text", "secret"); err != nil {
		t.Fatal(err)
	}
	if got := told(o.last(t).Attributes, "db.query.text"); got != "SELECT $1::text" {
		t.Errorf("the text is %s", got)
	}
	for _, p := range o.durations(t) {
		if got := told(p.Attributes.ToSlice(), "db.query.text"); got != "-" {
			t.Errorf("the text is on a measurement: %s", got)
		}
	}
	if strings.Contains(o.everything(t), "secret") {
		t.Error("it tells an argument")
	}
}

func TestAttachNeedsATracker(t *testing.T) {
	cfg, err := pgx.ParseConfig("postgres://127.0.0.1/d")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*pgx.ConnConfig{nil, cfg} {
		if err := otelpgdiag.Attach(c, otelpgdiag.Config{}); !errors.Is(err, otelpgdiag.ErrNoTracker) {
			t.Errorf("attached to %v: %v", c, err)
		}
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		t.Fatal(err)
	}
	if err := otelpgdiag.Attach(cfg, otelpgdiag.Config{}); err != nil {
		t.Error(err)
	}
	if got := otelpgdiag.Attributes(nil); got != nil {
		t.Errorf("no diagnosis has %v", got)
	}
}
