package target_test

import (
	"context"
	"errors"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

func quote(s string) string { return strconv.Quote(s) }

// byHand is a shim that somebody starts: it answers each query, dies of one, and thinks about one until a time is over.
func byHand(t *testing.T, address string, over <-chan struct{}) <-chan error {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		err := target.Serve(context.WithoutCancel(t.Context()), conn, conn, answering{conn, over})
		done <- errors.Join(err, conn.Close())
	}()
	return done
}

type answering struct {
	conn net.Conn
	over <-chan struct{}
}

func (answering) Hello() target.Hello { return target.Hello{Name: "by hand"} }

func (a answering) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	switch req.SQL {
	case "die":
		_ = a.conn.Close()
	case "think":
		if req.TimeoutMS != 0 {
			return target.Answer{OK: target.Bool(false)}, nil
		}
		<-a.over // the caller would wait no longer, and is told not to mind
	}
	return target.Answer{OK: target.Bool(true), Rows: target.Rows{{target.Text(req.SQL)}}}, nil
}

func (answering) Close(context.Context) error { return nil }

func TestAShimThatIsStartedByHand(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	waited := 0
	attached := &target.Attached{Listener: listener, Waiting: func() { waited++ }}
	defer func() { _ = attached.Close(context.WithoutCancel(t.Context())) }()
	first := byHand(t, listener.Addr().String(), nil)
	for range 2 { // who asks for its hello, and who runs it
		inst := start(t, attached)
		if name := inst.Hello().Name; name != "by hand" {
			t.Fatalf("it is %q", name)
		}
		if a, err := ask(t, inst, "SELECT 1", time.Second); err != nil || !a.Succeeded() {
			t.Fatalf("%+v, %v", a, err)
		}
		_ = inst.Close(t.Context())
	}
	if waited != 1 {
		t.Errorf("a shim was waited for %d times, and one was there", waited)
	}
	if _, err := ask(t, start(t, attached), "die", time.Second); !errors.Is(err, target.ErrDied) {
		t.Errorf("one that is gone has died: %v", err)
	}
	if err := <-first; err == nil {
		t.Error("it has closed its connection, and does not know")
	}
	second := byHand(t, listener.Addr().String(), nil)
	if a, err := ask(t, start(t, attached), "SELECT 2", time.Second); err != nil || !a.Succeeded() {
		t.Errorf("another one may come: %+v, %v", a, err)
	}
	if err := attached.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-second; err != nil {
		t.Error(err)
	}
}

func TestAShimInADebuggerHasNoDeadlines(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	attached := &target.Attached{Listener: listener, NoDeadlines: true}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	done := byHand(t, listener.Addr().String(), ctx.Done())
	inst := start(t, attached)
	a, err := inst.Do(ctx, target.Request{Op: target.OpQuery, Session: "a", SQL: "think", TimeoutMS: 10})
	if err != nil || !a.Succeeded() {
		t.Errorf("it thinks as long as it wants: %+v, %v", a, err)
	}
	if err := attached.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestNobodyComes(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := (&target.Attached{Listener: listener}).Start(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}
