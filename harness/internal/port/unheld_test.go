package port_test

import (
	"errors"
	"net"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/port"
)

// Nobody is found at a port that was looked at, and a server can have it at once, also while this process starts others.
func TestUnheldLeavesNothing(t *testing.T) {
	startOthers(t)
	looked := 0
	for range 300 {
		ln, kept, err := port.Listen(t.Context(), "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		number := ln.Addr().(*net.TCPAddr).Port
		if port.Unheld(number) {
			t.Fatal("a port that somebody listens on is unheld")
		}
		if err := port.Close(ln); err != nil {
			t.Fatal(err)
		}
		if port.Unheld(number) {
			t.Fatal("a port that is kept is unheld")
		}
		kept.Release()
		if !port.Unheld(number) {
			continue // a process that is being started holds what kept it a little longer
		}
		looked++
		var dialer net.Dialer
		if conn, err := dialer.DialContext(t.Context(), "tcp", kept.Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
			if err == nil {
				_ = conn.Close()
			}
			t.Fatalf("want a refusal, got %v", err)
		}
		server, err := new(net.ListenConfig).Listen(t.Context(), "tcp", kept.Addr())
		if err != nil {
			t.Fatal(err)
		}
		_ = server.Close()
	}
	if looked < 100 {
		t.Errorf("a port was unheld %d times of 300", looked)
	}
}
