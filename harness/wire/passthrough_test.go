package wire_test

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"net"
	"runtime"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// exchange sends up one way and down the other, in pieces of up to size bytes, and checks that both arrive as they are.
func exchange(t *testing.T, client, server *net.TCPConn, up, down []byte, size int) {
	t.Helper()
	done := make(chan error, 2)
	write := func(c *net.TCPConn, b []byte) {
		for len(b) > 0 {
			n := min(size, len(b))
			if _, err := c.Write(b[:n]); err != nil {
				done <- err
				return
			}
			b = b[n:]
		}
		done <- c.CloseWrite()
	}
	got := make(chan [2][]byte, 1)
	go func() {
		b, _ := io.ReadAll(server) // what is missing shows below
		got <- [2][]byte{b}
	}()
	go write(client, up)
	go write(server, down)
	b, err := io.ReadAll(client)
	if err != nil || !bytes.Equal(b, down) {
		t.Errorf("downstream: %d bytes of %d, %v", len(b), len(down), err)
	}
	if b := (<-got)[0]; !bytes.Equal(b, up) {
		t.Errorf("upstream: %d bytes of %d", len(b), len(up))
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestBytesPassUnchanged(t *testing.T) {
	random := make([]byte, 300_000)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(random) // never fails
	rows := bytes.Repeat(typed('D', string(random[:777])), 300)
	for name, c := range map[string]struct{ up, down []byte }{
		"protocol":     {join(startup, query("select 1"), typed('d', string(random))), join(typed('R', "\x00\x00\x00\x00"), rows, ready)},
		"garbage":      {random, random},
		"TLS at once":  {join([]byte{0x16, 3, 1}, random), random},
		"SSL accepted": {join(untyped(80877103, ""), random), join([]byte("S"), random)},
		"SSL denied":   {join(untyped(80877103, ""), startup, query("q")), join([]byte("N"), typed('R', "\x00\x00\x00\x00"), rows)},
		"unfinished":   {startup[:5], []byte("D\x00\x00")},
		"length of 3":  {join(startup, []byte("Q\x00\x00\x00\x03"), random), join([]byte("Z\x00\x00\x00\x00"), random)},
		"empty":        {nil, nil},
	} {
		for _, size := range []int{1 << 20, 1000, 7} {
			for _, armed := range []bool{false, true} {
				p := newPeer(t)
				s := newStage(t, p)
				if armed {
					arm(t, s, wire.Trap{At: wire.Position{SQL: "never said", Offset: 4}, Do: wire.Reset{}})
					arm(t, s, wire.Trap{At: wire.Position{Message: "DataRow", Offset: 100}, Do: wire.Observe{}, Times: -1})
				}
				client, server := dial(t, s, p)
				exchange(t, client, server, c.up, c.down, size)
				if t.Failed() {
					t.Fatalf("%s in pieces of %d, armed=%v", name, size, armed)
				}
			}
		}
	}
}

func TestRSTAndFINPassAsWhatTheyAre(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	if err := server.SetLinger(0); err != nil {
		t.Fatal(err)
	}
	server.Close()
	expectErr(t, client, syscall.ECONNRESET)

	client, server = open(t, s, p)
	if err := client.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	expectErr(t, server, io.EOF)
	send(t, server, ready) // the other direction goes on
	expect(t, client, ready)
	server.Close()
	expectErr(t, client, io.EOF)
}

// A message that says it has a GiB costs no more than any other, armed or not.
func TestHugeMessagesAreNotKept(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	arm(t, s, wire.Trap{At: wire.Position{SQL: "never said"}, Do: wire.Reset{}})
	head := []byte("Q\x3f\xff\xff\xff")
	const total = 64 << 20
	sum := make(chan [32]byte)
	go func() {
		h := sha256.New()
		_, _ = io.CopyN(h, server, total+int64(len(head))) // the sum tells
		sum <- [32]byte(h.Sum(nil))
	}()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	want := sha256.New()
	chunk := bytes.Repeat([]byte("select 1 "), 1<<16)[:1<<18]
	_, _ = want.Write(head) // never fails
	send(t, client, head)
	for range total / len(chunk) {
		_, _ = want.Write(chunk)
		send(t, client, chunk)
	}
	if [32]byte(want.Sum(nil)) != <-sum {
		t.Error("what arrived is not what was sent")
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("allocated %d bytes", grown)
	}
}
