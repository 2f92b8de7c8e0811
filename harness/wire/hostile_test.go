package wire_test

import (
	"context"
	"io"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// everyTrap is each action at a place that comes often, in the direction of the server's answers and in the other.
func everyTrap() []wire.Trap {
	down, up := wire.Position{Direction: wire.Downstream}, wire.Position{Direction: wire.Upstream}
	inside, outside := down, up
	inside.Offset, outside.Offset = 3, 6
	garbage, oversize := wire.Content{Garbage: 100, Seed: 1}, wire.Content{Oversize: true}
	failure := wire.FaithfulError{Error: wire.Fields{SQLState: "40001"}}
	traps := []wire.Trap{
		{At: wire.Position{SQL: "select"}, Do: failure},
		{At: wire.Position{Message: "Execute"}, Do: failure},
		{At: inside, Do: wire.Truncate{}},
		{At: outside, Do: wire.Truncate{}},
		{At: inside, Do: wire.Cut{}},
		{At: outside, Do: wire.Reset{}},
		{At: down, Do: wire.HalfClose{}},
		{At: up, Do: wire.HalfClose{Direction: wire.Upstream}},
		{At: down, Do: wire.ZeroWindow{}},
	}
	for _, at := range []wire.Position{down, up} {
		for _, do := range []wire.Action{
			wire.Drop{},
			wire.Duplicate{},
			wire.Truncate{Keep: 5, Reframe: true},
			wire.Corrupt{Seed: 1},
			wire.Corrupt{Part: wire.Body, Seed: 2},
			wire.Corrupt{Part: wire.Length},
			wire.Inject{Say: garbage},
			wire.Inject{Say: oversize},
			wire.Replace{Say: garbage},
			wire.Swallow{},
			wire.Slice{Size: 3, Vary: true, Seed: 3},
			wire.Delay{For: time.Microsecond, Jitter: time.Microsecond},
			wire.Hold{},
			wire.Close{},
			wire.Observe{},
		} {
			traps = append(traps, wire.Trap{At: at, Do: do})
		}
	}
	for i := range traps {
		traps[i].Times = -1
	}
	return traps
}

// hostile are servers, and the same ones are clients, that PostgreSQL never had.
var hostile = map[string]func(c net.Conn){
	"garbage":       func(c net.Conn) { flood(c, []byte("\xff\x00garbage\x7f"), 1<<20) },
	"GiB lengths":   func(c net.Conn) { flood(c, []byte("D\x3f\xff\xff\xff"), 4<<20) },
	"byte by byte":  func(c net.Conn) { drip(c, join(startup, query("select 1"), ready, tag("SELECT 1"))) },
	"never reads":   func(c net.Conn) { flood(c, query("select 1"), 64<<20) },
	"says nothing":  func(net.Conn) {},
	"tiny messages": func(c net.Conn) { flood(c, typed('S', ""), 1<<18) },
}

func flood(c net.Conn, what []byte, total int) {
	var b []byte
	for len(b) < 64<<10 {
		b = append(b, what...)
	}
	for n := 0; n < total; n += len(b) {
		if _, err := c.Write(b); err != nil {
			return
		}
	}
}

func drip(c net.Conn, b []byte) {
	for i := range b {
		if _, err := c.Write(b[i : i+1]); err != nil {
			return
		}
	}
}

// Whatever peers do, and whatever is armed: no crash, no hang when it ends, and no more memory than buffers and recording.
func TestHostilePeers(t *testing.T) {
	for _, trap := range everyTrap() {
		t.Run(trap.Do.Name()+" "+string(trap.At.Direction), func(t *testing.T) {
			p := newPeer(t)
			s, err := wire.Listen(t.Context(), wire.Config{Upstream: p.ln.Addr().String(), Keep: 1000})
			if err != nil {
				t.Fatal(err)
			}
			armed := arm(t, s, trap)
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var talk sync.WaitGroup
			for name, say := range hostile {
				client, server := dial(t, s, p)
				for _, c := range []net.Conn{client, server} {
					if err := c.SetDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
						t.Fatal(err)
					}
					talk.Go(func() { say(c) })
					if name != "never reads" {
						talk.Go(func() { _, _ = io.Copy(io.Discard, c) }) // it may end in any way
					}
				}
			}
			talk.Wait()
			runtime.GC()
			runtime.ReadMemStats(&after)
			if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 32<<20 {
				t.Errorf("holds %d bytes", grown)
			}
			armed.Disarm()
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			if err := s.Close(ctx); err != nil {
				t.Error(err)
			}
		})
	}
}
