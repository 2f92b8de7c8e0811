package provide_test

import (
	"net"
	"strconv"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// A port is given once, nobody listens on it, and the system gives it to nobody who asks for any.
func TestFreePort(t *testing.T) {
	seen := map[int]bool{}
	for range 100 {
		port, err := provide.FreePort(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if seen[port] {
			t.Errorf("port %d was given twice", port)
		}
		seen[port] = true
		taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			t.Errorf("port %d is not free: %v", port, err)
			continue
		}
		defer taken.Close()
	}
	for range 100 {
		other, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if port := other.Addr().(*net.TCPAddr).Port; port >= 15000 && port < 16000 || seen[port] {
			t.Errorf("the system hands out port %d, which is among ours", port)
		}
		other.Close()
	}
}
