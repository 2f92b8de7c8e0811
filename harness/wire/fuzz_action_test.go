package wire_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Whatever is armed, and whatever a server says: what arrives does not depend on the pieces in which it came, and nothing
// crashes.
func FuzzActions(f *testing.F) {
	f.Add(join(typed('R', "\x00\x00\x00\x00"), ready, tag("SELECT 1"), ready), uint8(0), uint16(3))
	f.Add(join(failure("40001"), typed('1', ""), typed('2', ""), typed('D', "\x00\x01\x00\x00\x00\x03abc")), uint8(5), uint16(1))
	f.Add([]byte("Z\xff\xff\xff\xff"), uint8(9), uint16(2))
	f.Add([]byte("D\x3f\xff\xff\xffabc"), uint8(12), uint16(4))
	var traps []wire.Trap
	for _, trap := range everyTrap() {
		switch trap.Do.(type) {
		case wire.Hold, wire.ZeroWindow, wire.HalfClose, wire.Reset:
		default:
			if trap.At.Direction == wire.Downstream {
				traps = append(traps, trap)
			}
		}
	}
	f.Fuzz(func(t *testing.T, down []byte, which uint8, size uint16) {
		heard := func(size int) []byte {
			s, err := wire.Listen(context.Background(), wire.Config{Upstream: "127.0.0.1:1", Keep: 100})
			if err != nil {
				t.Fatal(err)
			}
			for _, trap := range []wire.Trap{traps[int(which)%len(traps)], traps[int(which/16)%len(traps)]} {
				if _, err := s.Arm(trap); err != nil {
					t.Fatal(err)
				}
			}
			client, server := &memory{size: 1}, &memory{say: down, size: size}
			wire.Relay(s, client, server)
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			if err := s.Close(ctx); err != nil {
				t.Fatal(err)
			}
			return client.heard
		}
		if one, other := heard(len(down)+1), heard(int(size)+1); !bytes.Equal(one, other) {
			t.Errorf("%d, in pieces of %d: %q and at once %q", which, size+1, other, one)
		}
	})
}
