package wire_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// faultLog breaks a conversation at random, and tells what was done and what arrived.
func faultLog(t *testing.T, seed int64) string {
	t.Helper()
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	row := wire.Position{Message: "DataRow"}
	var armed []*wire.Armed
	for _, do := range []wire.Action{
		wire.Corrupt{Part: wire.Body, Seed: seed},
		wire.Inject{Say: wire.Content{Garbage: 9, Seed: seed}},
		wire.Slice{Size: 7, Vary: true, Seed: seed},
		wire.Delay{For: time.Microsecond, Jitter: 100 * time.Microsecond, Seed: seed},
	} {
		armed = append(armed, arm(t, s, wire.Trap{At: row, Do: do, Times: -1}))
	}
	var log strings.Builder
	for range 20 {
		send(t, server, typed('D', strings.Repeat("x", 30)))
		got := make([]byte, 9+35)
		for n := 0; n < len(got); {
			m, err := client.Read(got[n:])
			if err != nil {
				t.Fatal(err)
			}
			n += m
		}
		fmt.Fprintf(&log, "%q\n", got)
	}
	for _, a := range armed {
		if len(a.Fired()) != 20 {
			t.Errorf("fired %d times", len(a.Fired()))
		}
		if err := wire.WriteFirings(&log, a.Fired()); err != nil {
			t.Fatal(err)
		}
	}
	return log.String()
}

func TestSameSeedSameFaults(t *testing.T) {
	one := faultLog(t, 1)
	if again := faultLog(t, 1); again != one {
		t.Errorf("the same seed gave\n%s\nand\n%s", one, again)
	}
	if other := faultLog(t, 2); other == one {
		t.Error("another seed gave the same")
	}
}
