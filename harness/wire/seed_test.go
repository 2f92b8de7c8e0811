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

// The log names a message by its place among those of its type in its direction: rows that pass untouched and the other
// direction's messages are counted with it, or not, however they come.
func TestFiringTellsWhichOfItsType(t *testing.T) {
	row := typed('D', "\x00\x01\x00\x00\x00\x03abc")
	for _, together := range []bool{true, false} {
		p := newPeer(t)
		s := newStage(t, p)
		client, server := open(t, s, p)
		send(t, client, query("select"))
		expect(t, server, query("select"))
		if together {
			send(t, server, join(row, row, row))
			expect(t, client, join(row, row, row))
		} else {
			for range 3 {
				send(t, server, row)
				expect(t, client, row)
				send(t, client, typed('H', "")) // a Flush, of which nobody knows when it comes
				expect(t, server, typed('H', ""))
			}
		}
		a := arm(t, s, wire.Trap{At: wire.Position{Message: "DataRow", Occurrence: 2}, Do: wire.Delay{For: time.Microsecond}})
		send(t, server, join(row, row))
		expect(t, client, join(row, row))
		f := a.Fired()
		const where = "connection 1, downstream DataRow #5, after byte 0"
		if len(f) != 1 || f[0].Nth != 5 || !strings.HasPrefix(f[0].Where(), where) {
			t.Errorf("together %v: fired %+v; want it at %s", together, f, where)
		}
	}
}
