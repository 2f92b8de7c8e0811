package pgdiag_test

import (
	"bytes"
	"io"
	"net"
	"testing"

	"golang.org/x/net/nettest"

	"github.com/pgfault/pgfault/pgdiag"
)

// tapped is a connection whose bytes pass the tap.
type tapped struct {
	net.Conn
	io.Reader
	io.Writer
}

func (t tapped) Read(p []byte) (int, error)  { return t.Reader.Read(p) }
func (t tapped) Write(p []byte) (int, error) { return t.Writer.Write(p) }

// TestTapIsTransparent runs the standard tests of a net.Conn over connections with a tap on both sides.
func TestTapIsTransparent(t *testing.T) {
	nettest.TestConn(t, func() (c1, c2 net.Conn, stop func(), err error) {
		l, err := nettest.NewLocalListener("tcp")
		if err != nil {
			return nil, nil, nil, err
		}
		defer l.Close()
		accepted := make(chan net.Conn, 1)
		go func() {
			c, _ := l.Accept()
			accepted <- c
		}()
		var d net.Dialer
		c1, err = d.DialContext(t.Context(), "tcp", l.Addr().String())
		if err != nil {
			return nil, nil, nil, err
		}
		c2 = <-accepted
		r1, w1 := pgdiag.Tap(c1, c1)
		r2, w2 := pgdiag.Tap(c2, c2)
		return tapped{c1, r1, w1}, tapped{c2, r2, w2}, func() { _, _ = c1.Close(), c2.Close() }, nil
	})
}

// FuzzTap holds that no bytes in either direction make the tap panic or change what passes.
func FuzzTap(f *testing.F) {
	f.Add(conversation(f), []byte("R\x00\x00\x00\x08\x00\x00\x00\x00Z\x00\x00\x00\x05IE\x00\x00\x00\x10SFATAL\x00\x00"), uint8(7))
	f.Fuzz(func(t *testing.T, up, down []byte, size uint8) {
		var sent bytes.Buffer
		r, w := pgdiag.Tap(bytes.NewReader(down), &sent)
		for p := up; len(p) > 0; {
			n := min(int(size)+1, len(p))
			if got, err := w.Write(p[:n]); got != n || err != nil {
				t.Fatalf("write: %d, %v", got, err)
			}
			p = p[n:]
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, down) || !bytes.Equal(sent.Bytes(), up) {
			t.Errorf("what passed is not what was given")
		}
	})
}
