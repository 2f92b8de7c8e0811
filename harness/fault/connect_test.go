package fault_test

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
)

// A client is taken, and hears nothing until the fault is healed.
func TestSilence(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	before := connect(t, rig)
	i := rig.Inject(fault.Silence{})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := rawpg.Connect(ctx, rig.DSN()); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	fired(t, i, 1)
	ask(t, before, "SELECT 1", one...)
	later := make(chan error, 1)
	go func() {
		c, err := rawpg.Connect(t.Context(), rig.DSN())
		if err == nil {
			c.Socket.Close()
		}
		later <- err
	}()
	for len(i.Fired()) < 2 {
		if t.Context().Err() != nil {
			t.Fatal(t.Context().Err())
		}
	}
	rig.Heal()
	if err := <-later; err != nil {
		t.Error(err)
	}
}

// A connect gets no answer at all, and comes through when the fault is healed, since the kernel asks again.
func TestFullBacklog(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	before := connect(t, rig)
	i := rig.Inject(fault.FullBacklog{})
	fired(t, i, 1)
	dialer := net.Dialer{Timeout: 200 * time.Millisecond}
	for range 3 {
		_, err := dialer.DialContext(t.Context(), "tcp", rig.Stage().Addr())
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Fatal(err)
		}
	}
	ask(t, before, "SELECT 1", one...)
	later := make(chan error, 1)
	go func() {
		c, err := net.Dial("tcp", rig.Stage().Addr())
		if err == nil {
			c.Close()
		}
		later <- err
	}()
	rig.Heal()
	rig.Heal()
	if err := <-later; err != nil {
		t.Error(err)
	}
	ask(t, connect(t, rig), "SELECT 1", one...)
	if got := len(rig.Stage().Conns()); got > 2 {
		t.Errorf("%d connections", got)
	}
}
