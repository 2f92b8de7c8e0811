package fault_test

import (
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestMain(m *testing.M) {
	code := harness.Main(m)
	if err := goleak.Find(); err != nil && code == 0 {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// connect opens a raw connection that lasts as long as the test, 10 s at most.
func connect(t *testing.T, rig *harness.TestRig) *rawpg.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	c, err := rawpg.Connect(ctx, rig.DSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Socket.Close() })
	return c
}

// ends checks that the next thing on the socket is that error, and no byte.
func ends(t *testing.T, c *rawpg.Conn, want error) {
	t.Helper()
	var b [1]byte
	if n, err := c.Socket.Read(b[:]); n != 0 || !errors.Is(err, want) {
		t.Fatalf("read %d bytes %q, %v; want %v", n, b[:n], err, want)
	}
}

func ask(t *testing.T, c *rawpg.Conn, sql string, want ...string) {
	t.Helper()
	got, err := c.Query(sql)
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%s: got %q, %v; want %q", sql, got, err, want)
	}
}

// measured is what the machine decides: how long something took, the number of a process, an address.
var measured = regexp.MustCompile(`\btook\b|\b(backend|process|postmaster) \d|\d\.\d+(µs|ms|s)\b|127\.0`)

// fired checks the number of firings.
func fired(t *testing.T, i fault.Injection, want int) []fault.Firing {
	t.Helper()
	got := i.Fired()
	if len(got) != want {
		t.Fatalf("fired %+v, want %d", got, want)
	}
	for _, f := range got {
		if f.Where == "" || f.At.IsZero() || f.Fault == "" {
			t.Errorf("firing says too little: %+v", f)
		}
		if measured.MatchString(f.Where) {
			t.Errorf("firing says where it was by what the machine decides, which belongs to Seen: %+v", f)
		}
	}
	return got
}

var (
	errReset = syscall.ECONNRESET
	errEnd   = io.EOF
)

func query(sql string) wire.Position { return wire.Position{Message: "Query", SQL: sql} }
func complete(tag string) wire.Position {
	return wire.Position{Message: "CommandComplete", Tag: tag}
}
