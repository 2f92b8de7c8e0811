package wire_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func timeout(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(t.Context(), 10*time.Second, errors.New("test took longer than 10 s"))
	t.Cleanup(cancel)
	return ctx
}

// typed is a message with a type byte.
func typed(kind byte, body string) []byte {
	b := append([]byte{kind}, binary.BigEndian.AppendUint32(nil, uint32(len(body)+4))...)
	return append(b, body...)
}

// untyped is a message without one.
func untyped(code uint32, body string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))
	b = binary.BigEndian.AppendUint32(b, code)
	return append(b, body...)
}

var startup = untyped(196608, "user\x00u\x00database\x00d\x00\x00")

func join(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// peer is a server of which the test holds the other end.
type peer struct {
	ln    net.Listener
	conns chan net.Conn
	done  sync.WaitGroup
}

func newPeer(t *testing.T) *peer {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{ln: ln, conns: make(chan net.Conn, 64)}
	p.done.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			p.conns <- c
		}
	})
	t.Cleanup(func() { ln.Close(); p.done.Wait() })
	return p
}

func newStage(t *testing.T, p *peer) *wire.Stage {
	t.Helper()
	s, err := wire.Listen(t.Context(), wire.Config{Upstream: p.ln.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

// dial opens a connection through s and returns both its ends.
func dial(t *testing.T, s *wire.Stage, p *peer) (client, server *net.TCPConn) {
	t.Helper()
	c, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	select {
	case srv := <-p.conns:
		t.Cleanup(func() { srv.Close() })
		for _, conn := range []net.Conn{c, srv} {
			if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		return c.(*net.TCPConn), srv.(*net.TCPConn)
	case <-timeout(t).Done():
		t.Fatal("stage did not connect upstream")
	}
	return nil, nil
}

func send(t *testing.T, c net.Conn, b []byte) {
	t.Helper()
	if _, err := c.Write(b); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// expect reads exactly want.
func expect(t *testing.T, c net.Conn, want []byte) {
	t.Helper()
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); err != nil {
		t.Fatalf("read: %v after %d of %d bytes", err, n, len(want))
	}
	if string(got) != string(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

// expectErr reads, expecting nothing but an end.
func expectErr(t *testing.T, c net.Conn, want error) {
	t.Helper()
	var b [1]byte
	n, err := c.Read(b[:])
	if n != 0 || !errors.Is(err, want) {
		t.Fatalf("read %d bytes %q, %v; want nothing and %v", n, b[:n], err, want)
	}
}

// open starts a conversation: startup there, AuthenticationOk and ReadyForQuery back.
func open(t *testing.T, s *wire.Stage, p *peer) (client, server *net.TCPConn) {
	t.Helper()
	client, server = dial(t, s, p)
	send(t, client, startup)
	expect(t, server, startup)
	hello := join(typed('R', "\x00\x00\x00\x00"), typed('K', "\x00\x00\x04\xd2keys"), ready)
	send(t, server, hello)
	expect(t, client, hello)
	return client, server
}

var ready = typed('Z', "I")

func query(sql string) []byte { return typed('Q', sql+"\x00") }
func tag(tag string) []byte   { return typed('C', tag+"\x00") }
