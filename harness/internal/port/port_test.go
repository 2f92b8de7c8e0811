package port_test

import (
	"errors"
	"net"
	"os/exec"
	"sync"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/port"
)

// A listener that was closed refuses at once, also while this process starts others.
func TestWhatIsClosedRefuses(t *testing.T) {
	startOthers(t)
	for range 300 {
		ln, kept, err := port.Listen(t.Context(), "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := port.Close(ln); err != nil {
			t.Fatal(err)
		}
		var dialer net.Dialer
		conn, err := dialer.DialContext(t.Context(), "tcp", kept.Addr())
		kept.Release()
		if err == nil {
			_ = conn.Close()
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Fatalf("want a refusal, got %v", err)
		}
	}
}

// startOthers has this process start others all the time, until the test ends: each holds what we hold until it runs its
// program.
func startOthers(t *testing.T) {
	t.Helper()
	stop := make(chan struct{})
	var starting sync.WaitGroup
	for range 4 {
		starting.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					_ = exec.CommandContext(t.Context(), "true").Run()
				}
			}
		})
	}
	t.Cleanup(func() {
		close(stop)
		starting.Wait()
	})
}
