package fault_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestHoldOfAnAnswer(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Hold{At: complete("SELECT")})
	if err := c.Ask("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"*pgproto3.RowDescription", "*pgproto3.DataRow"} {
		if _, err := c.Receive(); err != nil {
			t.Fatal(want, err)
		}
	}
	if err := c.Socket.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if n, err := c.Socket.Read(b[:]); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	fired(t, i, 1)
	if err := c.Socket.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	rig.Heal()
	got, err := c.Answers()
	if err != nil || len(got) != 1 || got[0] != "SELECT 1" {
		t.Fatalf("%q, %v", got, err)
	}
	ask(t, c, "SELECT 2", "RowDescription", "DataRow", "SELECT 1")
}

func TestHoldNeedsKnownDirection(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	_, err := rig.Rig().Inject(t.Context(), fault.Hold{Only: wire.Direction("sideways")})
	var config *fault.ConfigError
	if !errors.As(err, &config) {
		t.Fatal(err)
	}
}
