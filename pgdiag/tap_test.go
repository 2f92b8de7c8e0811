package pgdiag_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestTapIsTransparent sends both ways at once over a connection with a tap on both sides, in pieces of many sizes: what
// arrives is what was sent, and each call gives what the connection's own gave, its end included.
func TestTapIsTransparent(t *testing.T) {
	c1, c2 := net.Pipe()
	r1, w1 := pgdiag.Tap(c1, c1)
	r2, w2 := pgdiag.Tap(c2, c2)
	rng := rand.NewChaCha8([32]byte{1})
	there, back := make([]byte, 1<<18), make([]byte, 1<<18)
	_, _ = rng.Read(there)
	_, _ = rng.Read(back)
	var all sync.WaitGroup
	send := func(w io.Writer, data []byte, size int) {
		all.Go(func() {
			for p := data; len(p) > 0; {
				n, err := w.Write(p[:min(size, len(p))])
				if n != min(size, len(p)) || err != nil {
					t.Errorf("write: %d, %v", n, err)
					return
				}
				p = p[n:]
			}
		})
	}
	receive := func(r io.Reader, want []byte, size int) {
		all.Go(func() {
			got := make([]byte, 0, len(want))
			for p := make([]byte, size); len(got) < len(want); {
				n, err := r.Read(p)
				if err != nil {
					t.Errorf("read: %v", err)
					return
				}
				got = append(got, p[:n]...)
			}
			if !bytes.Equal(got, want) {
				t.Error("what arrived is not what was sent")
			}
		})
	}
	send(w1, there, 1000)
	send(w2, back, 77)
	receive(r2, there, 333)
	receive(r1, back, 4096)
	all.Wait()
	if err := c1.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := r2.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("read from a closed peer: %d, %v", n, err)
	}
	if n, err := w2.Write([]byte{1}); n != 0 || err != io.ErrClosedPipe { //nolint:errorlint // the very value is what is asked for
		t.Errorf("write to a closed peer: %d, %v", n, err)
	}
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
