package port_test

import (
	"errors"
	"fmt"
	"net"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/port"
)

// Nobody is found at a port that was looked at, and a server can have it at once, also while this process starts others.
func TestUnusedLeavesNothing(t *testing.T) {
	startOthers(t)
	unused := func(number int) bool {
		t.Helper()
		free, err := port.Unused(number)
		if err != nil {
			t.Fatal(err)
		}
		return free
	}
	looked := 0
	// Ports that the system gives to nobody by itself, nor we.
	for number := 14000; number < 14300; number++ {
		ln, kept, err := port.Listen(t.Context(), fmt.Sprintf("127.0.0.1:%d", number))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue // somebody's service
		}
		if err != nil {
			t.Fatal(err)
		}
		if unused(number) {
			t.Fatal("a port that somebody listens on is unheld")
		}
		if err := port.Close(ln); err != nil {
			t.Fatal(err)
		}
		if unused(number) {
			t.Fatal("a port that is kept is unheld")
		}
		kept.Release()
		if !unused(number) {
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
	if looked == 0 {
		t.Error("no port was ever unheld")
	}
}
