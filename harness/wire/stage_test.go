package wire_test

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

func TestRefuseAndResume(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	for range 20 {
		for range 2 {
			if err := s.Refuse(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := net.Dial("tcp", s.Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Fatal(err)
		}
		if ln, err := net.Listen("tcp", s.Addr()); err == nil {
			ln.Close()
			t.Fatal("somebody else got the port")
		}
		for range 2 {
			if err := s.Resume(); err != nil {
				t.Fatal(err)
			}
		}
		c, srv := dial(t, s, p)
		c.Close()
		expectErr(t, srv, io.EOF)
	}
	send(t, client, query("q"))
	expect(t, server, query("q"))
}

func TestCloseIsBoundedAndFinal(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, _ := open(t, s, p)
	arm(t, s, wire.Trap{Do: wire.Hold{}})
	start := time.Now()
	for range 2 {
		if err := s.Close(timeout(t)); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
	expectErr(t, client, io.EOF)
	for _, f := range []func() error{s.Refuse, s.Resume} {
		if err := f(); !errors.Is(err, wire.ErrClosed) {
			t.Error(err)
		}
	}
	if _, err := s.WaitFor(context.Background(), wire.Position{Message: "Query"}); !errors.Is(err, wire.ErrClosed) {
		t.Error(err)
	}
}

func TestBadUpstream(t *testing.T) {
	if _, err := wire.Listen(t.Context(), wire.Config{Upstream: "nonsense"}); err == nil {
		t.Error("no error")
	}
}

// Arming and disarming never wait for a peer, and cost little.
func BenchmarkArmDisarm(b *testing.B) {
	s, err := wire.Listen(b.Context(), wire.Config{Upstream: "127.0.0.1:1"})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close(context.Background()) }()
	for b.Loop() {
		a, err := s.Arm(wire.Trap{At: wire.Position{SQL: "commit"}, Do: wire.Reset{}})
		if err != nil {
			b.Fatal(err)
		}
		a.Disarm()
	}
}
