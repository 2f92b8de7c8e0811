package fault_test

import (
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

var one = []string{"RowDescription", "DataRow", "SELECT 1"}

func TestLatency(t *testing.T) {
	for _, stream := range []wire.Direction{"", wire.Upstream} {
		rig := harness.Start(t, harness.Config{})
		c := connect(t, rig)
		i := rig.Inject(fault.Latency{Latency: 80 * time.Millisecond, Jitter: 10 * time.Millisecond, Stream: stream})
		if got := i.Fired(); got != nil {
			t.Errorf("fired before anything was said: %+v", got)
		}
		start := time.Now()
		ask(t, c, "SELECT 1", one...)
		if took := time.Since(start); took < 70*time.Millisecond {
			t.Errorf("took %s", took)
		}
		if f := fired(t, i, 1)[0]; f.Conn != 1 {
			t.Errorf("%+v", f)
		}
		rig.Heal()
		ask(t, c, "SELECT 1", one...)
		fired(t, i, 1)
	}
}

func TestBandwidth(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Bandwidth{Rate: 500})
	start := time.Now()
	ask(t, c, "SELECT repeat('x', 100000)", one...)
	if took := time.Since(start); took < 160*time.Millisecond {
		t.Errorf("100 kB at 500 kB/s took %s", took)
	}
	if f := fired(t, i, 1)[0]; !strings.Contains(f.Where, "bytes took") {
		t.Errorf("%+v", f)
	}
}

func TestTimeoutIsSilence(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	before := connect(t, rig)
	i := rig.Inject(fault.Timeout{})
	if err := before.Ask("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	after, err := net.Dial("tcp", rig.Stage().Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer after.Close()
	if _, err := after.Write([]byte{0, 0, 0, 8, 4, 210, 22, 47}); err != nil { // SSLRequest
		t.Fatal(err)
	}
	for _, socket := range []net.Conn{before.Socket, after} {
		if err := socket.SetReadDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		var b [1]byte
		if n, err := socket.Read(b[:]); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("read %d bytes, %v", n, err)
		}
	}
	fired(t, i, 2)
	rig.Heal()
	ask(t, connect(t, rig), "SELECT 1", one...)
}

func TestTimeoutThatCloses(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Timeout{Timeout: 50 * time.Millisecond})
	if err := c.Ask("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	ends(t, c, errEnd)
	fired(t, i, 1)
}

func TestDown(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Down{})
	ends(t, c, errEnd)
	fired(t, i, 1)
	late, err := net.Dial("tcp", rig.Stage().Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	var b [1]byte
	if n, err := late.Read(b[:]); n != 0 || !errors.Is(err, errEnd) {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	fired(t, i, 2)
	rig.Heal()
	ask(t, connect(t, rig), "SELECT 1", one...)
}

func TestConfigErrors(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	for _, f := range []fault.Fault{
		fault.Latency{},
		fault.Latency{Latency: time.Second, Jitter: time.Hour},
		fault.Latency{Latency: time.Second, Stream: "up"},
		fault.Bandwidth{},
		fault.Timeout{Timeout: -1},
	} {
		_, err := rig.Rig().Inject(t.Context(), f)
		var config *fault.ConfigError
		if !errors.As(err, &config) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%#v: %v", f, err)
		}
	}
}
