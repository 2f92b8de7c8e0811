package fault_test

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

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
	if f := fired(t, i, 1)[0]; !strings.Contains(f.Seen, "bytes took") {
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
		fault.SlowClose{},
		fault.ResetPeer{Timeout: -1},
		fault.LimitData{},
		fault.Slicer{AverageSize: 10},
		fault.Slicer{AverageSize: 10, SizeVariation: 10, Delay: time.Second},
		fault.LimitData{Bytes: 7, Toxicity: 2},
	} {
		_, err := rig.Rig().Inject(t.Context(), f)
		var config *fault.ConfigError
		if !errors.As(err, &config) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%#v: %v", f, err)
		}
	}
}

func TestSlowClose(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.SlowClose{Delay: 60 * time.Millisecond})
	ask(t, c, "SELECT 1", one...)
	start := time.Now()
	c.Frontend.Send(&pgproto3.Terminate{})
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	ends(t, c, errEnd)
	if took := time.Since(start); took < 60*time.Millisecond {
		t.Errorf("took %s", took)
	}
	fired(t, i, 1)
}

// As toxiproxy has it: a FIN on what was open before.
func TestResetPeer(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	before := connect(t, rig)
	i := rig.Inject(fault.ResetPeer{Timeout: 30 * time.Millisecond})
	if err := before.Ask("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	ends(t, before, errEnd)
	after, err := net.Dial("tcp", rig.Stage().Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer after.Close()
	if _, err := after.Write([]byte{0, 0, 0, 8, 4, 210, 22, 47}); err != nil { // SSLRequest
		t.Fatal(err)
	}
	var b [1]byte
	if n, err := after.Read(b[:]); n != 0 || !errors.Is(err, errReset) {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	got := fired(t, i, 2)
	if !strings.Contains(got[0].Where, "FIN") || !strings.Contains(got[1].Where, "RST") {
		t.Errorf("%+v", got)
	}
}

func TestLimitData(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.LimitData{Bytes: 50})
	if err := c.Ask("SELECT repeat('x', 1000)"); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(c.Socket); len(got) != 50 || err != nil {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	fired(t, i, 1)
}

func TestSlicer(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Slicer{AverageSize: 100, SizeVariation: 10, Delay: 2 * time.Millisecond})
	ask(t, c, "SELECT repeat('x', 3000)", one...)
	fired(t, i, 1)
}
