package proxy_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/proxy"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server answers each connection with handle until the test ends.
func server(t *testing.T, handle func(net.Conn)) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				handle(c)
			}()
		}
	}()
	return ln.Addr().String()
}

func echo(c net.Conn) { _, _ = io.Copy(c, c) }

// flood writes until the client is gone.
func flood(c net.Conn) { floodInto(nil)(c) }

// floodInto is flood, and tells each time that it had to wait and could write nothing at all.
func floodInto(stuck chan<- struct{}) func(net.Conn) {
	b := make([]byte, 64<<10)
	for i := range b {
		b[i] = 0xff // no PostgreSQL
	}
	return func(c net.Conn) {
		for {
			if err := c.SetWriteDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
				return
			}
			n, err := c.Write(b)
			if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				return
			}
			if n == 0 {
				select {
				case stuck <- struct{}{}:
				default: // nobody asks
				}
			}
		}
	}
}

func endpoint(t *testing.T, upstream string) *proxy.Endpoint {
	t.Helper()
	e, err := proxy.Open(t.Context(), proxy.Config{Upstream: upstream})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		for range 2 { // it may be closed again
			if err := e.Close(ctx); err != nil {
				t.Error(err)
			}
		}
	})
	return e
}

func dial(t *testing.T, e *proxy.Endpoint) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", e.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// ping is no PostgreSQL, and passes nonetheless.
func ping(t *testing.T, c net.Conn) time.Duration {
	t.Helper()
	start := time.Now()
	if _, err := c.Write([]byte("ping")); err != nil {
		t.Fatal(err)
	}
	var b [4]byte
	if _, err := io.ReadFull(c, b[:]); err != nil || string(b[:]) != "ping" {
		t.Fatalf("%q, %v", b, err)
	}
	return time.Since(start)
}

func TestLatencyComesAndGoes(t *testing.T) {
	e := endpoint(t, server(t, echo))
	c := dial(t, e)
	ping(t, c)
	toxic := fault.Toxic{Name: "slow", Type: "latency", Stream: wire.Downstream, Attributes: map[string]any{"latency": 60}}
	if err := e.Toxics().Add(t.Context(), toxic); err != nil {
		t.Fatal(err)
	}
	if took := ping(t, c); took < 60*time.Millisecond {
		t.Errorf("took %s", took)
	}
	for range 2 {
		if err := e.Toxics().Remove(t.Context(), "slow"); err != nil {
			t.Fatal(err)
		}
	}
	ping(t, c)
}

func TestUnknownToxicIsAnError(t *testing.T) {
	e := endpoint(t, server(t, echo))
	if err := e.Toxics().Add(t.Context(), fault.Toxic{Name: "x", Type: "nosuch"}); err == nil {
		t.Fatal("no error")
	}
}

func TestDownAndUp(t *testing.T) {
	e := endpoint(t, server(t, echo))
	c := dial(t, e)
	ping(t, c)
	if err := e.Toxics().Down(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Fatalf("%d, %v", n, err)
	}
	c = dial(t, e)
	if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Fatalf("%d, %v", n, err)
	}
	if err := e.Toxics().Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	ping(t, dial(t, e))
}

// A removal comes to its end although the client does not read: with toxiproxy alone it never does.
func TestRemoveIsBoundedWhileClientDoesNotRead(t *testing.T) {
	stuck := make(chan struct{})
	e := endpoint(t, server(t, floodInto(stuck)))
	meter := e.Stage().Measure()
	defer meter.Stop()
	c := dial(t, e)
	add := fault.Toxic{Name: "slow", Type: "latency", Stream: wire.Downstream, Attributes: map[string]any{"latency": 1}}
	if err := e.Toxics().Add(t.Context(), add); err != nil {
		t.Fatal(err)
	}
	full(t, c, stuck)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := e.Toxics().Remove(ctx, "slow")
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %s", took)
	}
	if err != nil && !errors.Is(err, proxy.ErrCut) { // nil where the machine was too slow to fill everything
		t.Fatalf("removed: %v", err)
	}
}

// full waits until a flood to a client that reads a little has filled all that is between: until what floods can
// write nothing for a while, and then again.
func full(t *testing.T, c net.Conn, stuck <-chan struct{}) {
	t.Helper()
	if _, err := io.ReadFull(c, make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		select {
		case <-stuck:
		case <-time.After(5 * time.Second):
			t.Fatal("the flood goes on")
		}
	}
}

// Whatever the toxic, a peer that does not read delays neither its removal, nor Down, nor Close beyond their limits.
func TestEndsAreBoundedWhileClientDoesNotRead(t *testing.T) {
	for _, toxic := range []fault.Toxic{
		{Type: "latency", Attributes: map[string]any{"latency": 3600_000}},
		{Type: "bandwidth", Attributes: map[string]any{"rate": 1}},
		{Type: "timeout", Attributes: map[string]any{"timeout": 3600_000}},
		{Type: "limit_data", Attributes: map[string]any{"bytes": 10_000_000}},
		{Type: "reset_peer", Attributes: map[string]any{"timeout": 3600_000}},
		{Type: "slicer", Attributes: map[string]any{"average_size": 10, "size_variation": 1, "delay": 3600_000_000}},
		{Type: "slow_close", Attributes: map[string]any{"delay": 3600_000}},
	} {
		for _, end := range []string{"remove", "down", "close"} {
			t.Run(toxic.Type+"/"+end, func(t *testing.T) {
				t.Parallel()
				e := endpoint(t, server(t, flood))
				c := dial(t, e)
				if _, err := io.ReadFull(c, make([]byte, 1<<20)); err != nil {
					t.Fatal(err)
				}
				toxic := toxic
				toxic.Name, toxic.Stream = "one", wire.Downstream
				limited, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
				defer cancel()
				start := time.Now()
				if err := e.Toxics().Add(limited, toxic); err != nil && !errors.Is(err, proxy.ErrCut) {
					t.Fatal(err)
				}
				var err error
				switch end {
				case "remove":
					err = e.Toxics().Remove(limited, "one")
				case "down":
					err = e.Toxics().Down(limited)
				case "close":
					closing, cancel := context.WithTimeout(t.Context(), 5*time.Second)
					defer cancel()
					err = e.Close(closing)
				}
				if took := time.Since(start); took > 3*time.Second {
					t.Errorf("took %s", took)
				}
				if err != nil && !errors.Is(err, proxy.ErrCut) {
					t.Error(err)
				}
			})
		}
	}
}

// Each way in which toxiproxy leaks goroutines; goleak looks when the tests are over.
func TestNothingLeaks(t *testing.T) {
	for _, toxic := range []fault.Toxic{
		{Type: "latency", Attributes: map[string]any{"latency": 1}},
		{Type: "bandwidth", Attributes: map[string]any{"rate": 100}},
		{Type: "timeout", Attributes: map[string]any{"timeout": 20}},
		{Type: "timeout", Attributes: map[string]any{"timeout": 0}},
		{Type: "limit_data", Attributes: map[string]any{"bytes": 100000}},
		{Type: "reset_peer", Attributes: map[string]any{"timeout": 5}},
		{Type: "slicer", Attributes: map[string]any{"average_size": 1000, "size_variation": 10, "delay": 10}},
		{Type: "slow_close", Attributes: map[string]any{"delay": 10}},
	} {
		for _, remove := range []bool{false, true} {
			t.Run(toxic.Type, func(t *testing.T) {
				e := endpoint(t, server(t, flood))
				before := dial(t, e)
				toxic.Name, toxic.Stream = toxic.Type, wire.Downstream
				if err := e.Toxics().Add(t.Context(), toxic); err != nil {
					t.Fatal(err)
				}
				after := dial(t, e)
				for _, c := range []net.Conn{before, after} {
					if err := c.SetReadDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
						t.Fatal(err)
					}
					_, _ = io.CopyN(io.Discard, c, 1<<20) // it may end before, in any way
				}
				after.Close() // while all is full
				if remove {
					if err := e.Toxics().Remove(t.Context(), toxic.Name); err != nil && !errors.Is(err, proxy.ErrCut) {
						t.Fatal(err)
					}
				}
			})
		}
	}
}
