package target_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

func TestServeAndExecUnderstandEachOther(t *testing.T) {
	inst := start(t, shim(t, "serve"))
	if h := inst.Hello(); h.Name != "echo" || !h.Supports(target.CapCopy) {
		t.Fatalf("hello: %+v", h)
	}
	a, err := ask(t, inst, "SELECT 1", 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if rows := a.Rows.Text("NULL"); len(rows) != 1 || rows[0][0] != "SELECT 1" || rows[0][1] != "NULL" {
		t.Fatalf("rows: %v", rows)
	}
	a, err = inst.Do(t.Context(), target.Request{Op: target.OpCopyOut, Session: "a", SQL: "line"})
	if err != nil {
		t.Fatal(err)
	}
	if rows := a.Rows.Text("NULL"); len(rows) != 1 || len(rows[0]) != 1 || rows[0][0] != "line" {
		t.Fatalf("lines: %v", rows)
	}
	if a, err = ask(t, inst, "unsupported", 5*time.Second); err != nil || !a.Unsupported || a.Why != "not here" {
		t.Fatalf("%+v, %v", a, err)
	}
}

func TestServeAnswersInJSONLines(t *testing.T) {
	tests := []struct {
		name, in, out, err string
	}{
		{"hello", `{"id":1,"op":"hello","protocol":1}`, `{"id":1,"ok":true,"name":"echo","capabilities":["copy"]}`, ""},
		{"other protocol", `{"id":1,"op":"hello","protocol":2}`, `{"id":1,"ok":false,"error":{"message":"protocol 1 is spoken here, not 2"}}`, ""},
		{"null", `{"id":2,"op":"query","sql":"x"}`, `{"id":2,"ok":true,"rows":[["x",null]]}`, ""},
		{"lines", `{"id":3,"op":"copy_out","sql":"x"}`, `{"id":3,"ok":true,"rows":["x"]}`, ""},
		{"unsupported", `{"id":4,"op":"query","sql":"unsupported"}`, `{"id":4,"unsupported":true,"why":"not here"}`, ""},
		{"bye", `{"id":5,"op":"bye"}` + "\n" + `{"id":6,"op":"query"}`, ``, ""},
		{"garbage", `hello`, ``, `read request "hello"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			err := target.Serve(t.Context(), strings.NewReader(tt.in+"\n"), &out, &echo{})
			if (err == nil) != (tt.err == "") || (err != nil && !strings.Contains(err.Error(), tt.err)) {
				t.Fatalf("want error %q, got %v", tt.err, err)
			}
			if got := strings.TrimSpace(out.String()); got != tt.out {
				t.Fatalf("want %s\n got %s", tt.out, got)
			}
		})
	}
}

func TestServeOverlapsSessionsWhereTheInstanceCan(t *testing.T) {
	inst := &gated{gate: make(chan struct{})}
	in, feed := io.Pipe()
	var out strings.Builder
	done := make(chan error, 1)
	go func() { done <- target.Serve(t.Context(), in, &out, inst) }()
	for _, line := range []string{
		`{"id":1,"op":"query","session":"a","sql":"wait"}`, `{"id":2,"op":"query","session":"a","sql":"after"}`,
		`{"id":3,"op":"query","session":"b","sql":"open"}`,
	} {
		if _, err := io.WriteString(feed, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	_ = feed.Close()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	// That it ended at all shows that b overtook a; what a was asked second came second.
	got := out.String()
	first, second := strings.Index(got, `{"id":1,"ok":true}`), strings.Index(got, `{"id":2,"ok":true}`)
	if first < 0 || second < first || !strings.Contains(got, `{"id":3,"ok":true}`) {
		t.Fatalf("answers:\n%s", got)
	}
}

// What was asked before the end of the input is answered, also where it is still running by then.
func TestServeAnswersAllThatWasPiped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // nobody waits for the clock, and whoever is called off is so before it moves
		for _, end := range []string{"", `{"id":4,"op":"bye"}` + "\n"} {
			inst := &ends{input: make(chan struct{})}
			in := `{"id":1,"op":"query","session":"a"}` + "\n" + `{"id":2,"op":"query","session":"b"}` + "\n" + `{"id":3,"op":"query","session":"a"}` + "\n" + end
			var out strings.Builder
			if err := target.Serve(t.Context(), &telling{Reader: strings.NewReader(in), ended: inst.input}, &out, inst); err != nil {
				t.Fatal(err)
			}
			for _, answer := range []string{`{"id":1,"ok":true}`, `{"id":2,"ok":true}`, `{"id":3,"ok":true}`} {
				if !strings.Contains(out.String(), answer) {
					t.Errorf("%s is not among the answers:\n%s", answer, out.String())
				}
			}
		}
	})
}

// telling is a reader that tells of its end.
type telling struct {
	io.Reader
	ended chan struct{}
}

func (r *telling) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if n < len(p) && r.ended != nil { // no more comes
		close(r.ended)
		r.ended = nil
	}
	return n, err
}

// ends is a concurrent instance, whose operations end when the input has, and fail where they are called off.
type ends struct{ input chan struct{} }

func (*ends) Hello() target.Hello {
	return target.Hello{Name: "ends", Capabilities: []target.Capability{target.CapConcurrent}}
}

func (e *ends) Do(ctx context.Context, _ target.Request) (target.Answer, error) {
	<-e.input
	select {
	case <-ctx.Done():
		return target.Answer{OK: target.Bool(false)}, nil
	case <-time.After(20 * time.Millisecond): // long enough for the end to be noticed
		return target.Answer{OK: target.Bool(true)}, nil
	}
}

func (*ends) Close(context.Context) error { return nil }

// A pool that is being opened is waited for by who takes from it.
func TestServeOpensAPoolBeforeItIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the clock moves only when all wait, so that who does not wait comes first
		inst := &slowPool{}
		in := `{"id":1,"op":"pool_open","pool":"p"}` + "\n" + `{"id":2,"op":"pool_acquire","pool":"p","session":"a"}` + "\n"
		var out strings.Builder
		if err := target.Serve(t.Context(), strings.NewReader(in), &out, inst); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != `{"id":1,"ok":true}`+"\n"+`{"id":2,"ok":true}`+"\n" {
			t.Errorf("got\n%s", got)
		}
	})
}

// slowPool takes its time to open a pool.
type slowPool struct{ open atomic.Bool }

func (*slowPool) Hello() target.Hello {
	return target.Hello{Name: "slow", Capabilities: []target.Capability{target.CapConcurrent}}
}

func (p *slowPool) Do(_ context.Context, req target.Request) (target.Answer, error) {
	if req.Op == target.OpPoolOpen {
		time.Sleep(10 * time.Millisecond)
		p.open.Store(true)
	}
	return target.Answer{OK: target.Bool(p.open.Load())}, nil
}

func (*slowPool) Close(context.Context) error { return nil }

// gated is a concurrent instance whose "wait" is let go by the end of "open".
type gated struct{ gate chan struct{} }

func (g *gated) Hello() target.Hello {
	return target.Hello{Name: "gated", Capabilities: []target.Capability{target.CapConcurrent}}
}

func (g *gated) Do(_ context.Context, req target.Request) (target.Answer, error) {
	if req.SQL == "wait" {
		<-g.gate
	}
	if req.SQL == "open" {
		close(g.gate)
	}
	return target.Answer{OK: target.Bool(true)}, nil
}

func (g *gated) Close(context.Context) error { return nil }

func TestGuardTurnsPanicsAndHangsIntoErrors(t *testing.T) {
	for sql, is := range map[string]error{"panic": target.ErrPanic, "hang": target.ErrDeadline} {
		t.Run(sql, func(t *testing.T) {
			inst := target.Guard(&echo{})
			if _, err := ask(t, inst, "SELECT 1", time.Second); err != nil {
				t.Fatal(err)
			}
			if _, err := ask(t, inst, sql, 50*time.Millisecond); !errors.Is(err, is) {
				t.Fatalf("want %v, got %v", is, err)
			}
			if _, err := ask(t, inst, "SELECT 1", time.Second); !errors.Is(err, is) {
				t.Fatalf("an instance that failed was used again: %v", err)
			}
			if err := inst.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}
