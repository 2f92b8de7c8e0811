package wire_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Whatever two peers say to each other, in whatever pieces: it arrives as it was said, armed or not.
func FuzzFraming(f *testing.F) {
	f.Add([]byte(startup), join(typed('R', "\x00\x00\x00\x00"), ready), uint16(3))
	f.Add(join(untyped(80877103, ""), startup, query("select 1")), join([]byte("N"), typed('E', "SERROR\x00C42P01\x00\x00")), uint16(1))
	f.Add(join(untyped(80877104, ""), []byte{0x16}), []byte("Gxyz"), uint16(2))
	f.Add(join(startup, []byte("Q\x7f\xff\xff\xffselect")), []byte("Z\xff\xff\xff\xff"), uint16(5))
	f.Add(join(startup, typed('P', "a\x00insert into t\x00"), typed('B', ""), typed('C', "")), join(typed('C', "INSERT 0 1"), typed('C', ""), typed('Z', "")), uint16(9))
	s, err := wire.Listen(context.Background(), wire.Config{Upstream: "127.0.0.1:1", Keep: 100})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			f.Error(err)
		}
	})
	for _, at := range []wire.Position{{SQL: "select"}, {Tag: "INSERT", Offset: 7}, {Direction: wire.Upstream, Offset: 6}, {Direction: wire.Downstream, Offset: wire.Whole}} {
		if _, err := s.Arm(wire.Trap{At: at, Do: wire.Observe{}, Times: -1}); err != nil {
			f.Fatal(err)
		}
	}
	f.Fuzz(func(t *testing.T, up, down []byte, size uint16) {
		client, server := &memory{say: up, size: int(size) + 1}, &memory{say: down, size: int(size) + 1}
		wire.Relay(s, client, server)
		if !bytes.Equal(server.heard, up) || !bytes.Equal(client.heard, down) {
			t.Errorf("server heard %q, client heard %q", server.heard, client.heard)
		}
	})
}

// memory is a socket that says what it is given, in pieces, and keeps what it hears.
type memory struct {
	say, heard []byte
	size       int
}

func (m *memory) Read(b []byte) (int, error) {
	if len(m.say) == 0 {
		return 0, io.EOF
	}
	n := copy(b, m.say[:min(m.size, len(m.say))])
	m.say = m.say[n:]
	return n, nil
}

func (m *memory) Write(b []byte) (int, error) {
	m.heard = append(m.heard, b...)
	return len(b), nil
}

func (*memory) Close() error                    { return nil }
func (*memory) CloseWrite() error               { return nil }
func (*memory) SetLinger(int) error             { return nil }
func (*memory) SetReadDeadline(time.Time) error { return nil }
