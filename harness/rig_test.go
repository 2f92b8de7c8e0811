package harness_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
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

func connect(t *testing.T, dsn string) *rawpg.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	c, err := rawpg.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Socket.Close() })
	return c
}

// fakeTB is a test that may fail without failing this one.
type fakeTB struct {
	*testing.T
	cleanup []func()
	errs    []string
	failed  bool
}

func (f *fakeTB) Cleanup(c func())          { f.cleanup = append(f.cleanup, c) }
func (f *fakeTB) Failed() bool              { return f.failed }
func (f *fakeTB) Logf(string, ...any)       {}
func (f *fakeTB) Fatalf(s string, a ...any) { f.T.Fatalf(s, a...) }
func (f *fakeTB) Errorf(s string, a ...any) {
	f.failed = true
	f.errs = append(f.errs, fmt.Sprintf(s, a...))
}

func (f *fakeTB) done() {
	for i := len(f.cleanup) - 1; i >= 0; i-- {
		f.cleanup[i]()
	}
}

func TestFaultThatNeverFiresFailsTheTest(t *testing.T) {
	tb := &fakeTB{T: t}
	rig := harness.Start(tb, harness.Config{})
	c := connect(t, rig.DSN())
	rig.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "UPDATE"}})
	if _, err := c.Query("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	tb.done()
	if len(tb.errs) != 1 {
		t.Fatalf("%q", tb.errs)
	}
	for _, want := range []string{
		"fault reset never fired (CommandComplete tagged UPDATE, before its first byte)", `there came CommandComplete "SELECT 1"`, "injected at rig_test.go:",
	} {
		if !strings.Contains(tb.errs[0], want) {
			t.Errorf("%q does not say %q", tb.errs[0], want)
		}
	}
}

// The truth is asked by a way that no fault touches, and each rig has a database and an endpoint of its own.
func TestRigsDoNotTouchEachOther(t *testing.T) {
	a, b := harness.Start(t, harness.Config{}), harness.Start(t, harness.Config{})
	a.SQL("CREATE TABLE only_a ()")
	a.Inject(fault.Refuse{})
	if got := a.SQL("SELECT count(*) FROM pg_class WHERE relname = 'only_a'"); got[0][0] != "1" {
		t.Error(got)
	}
	if got := b.SQL("SELECT count(*) FROM pg_class WHERE relname = 'only_a'"); got[0][0] != "0" {
		t.Error(got)
	}
	if _, err := connect(t, b.DSN()).Query("SELECT 1"); err != nil {
		t.Error(err)
	}
	a.Heal()
	i := a.Inject(fault.Close{At: wire.Position{Message: "StartupMessage"}})
	if _, err := rawpg.Connect(t.Context(), a.DSN()); err == nil {
		t.Error("no error")
	}
	if len(i.Fired()) != 1 {
		t.Error(i.Fired())
	}
}

type nowhere struct{ fault.Refuse }

func (nowhere) Available(fault.Env) (bool, string) { return false, "it is only a test" }

func TestUnavailableFault(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	_, err := rig.Rig().Inject(t.Context(), nowhere{})
	var unavailable *harness.UnavailableError
	if !errors.As(err, &unavailable) || unavailable.Reason != "it is only a test" {
		t.Fatal(err)
	}
}

// A rig is open, broken, healed and closed many times, and nothing of it stays.
func TestNothingStays(t *testing.T) {
	keep := harness.Start(t, harness.Config{})
	dir, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("no /proc here")
	}
	before := len(dir)
	for range 30 {
		tb := &fakeTB{T: t}
		rig := harness.Start(tb, harness.Config{})
		c := connect(t, rig.DSN())
		i := rig.Inject(fault.Reset{})
		var b [1]byte
		if _, err := c.Socket.Read(b[:]); err == nil || len(i.Fired()) != 1 {
			t.Fatal(err, i.Fired())
		}
		c.Socket.Close()
		tb.done()
		if tb.failed {
			t.Fatal(tb.errs)
		}
	}
	if dir, err = os.ReadDir("/proc/self/fd"); err != nil || len(dir) > before+8 { // the pool of databases has some
		t.Errorf("%d files open, %d before, %v", len(dir), before, err)
	}
	if got := keep.SQL("SELECT count(*) FROM pg_database WHERE datname LIKE 'pgfault%'"); len(got[0][0]) > 2 {
		t.Errorf("%s databases", got[0][0])
	}
}

func TestClosedRigRefuses(t *testing.T) {
	tb := &fakeTB{T: t}
	rig := harness.Start(tb, harness.Config{})
	addr := rig.Stage().Addr()
	tb.done()
	if _, err := net.Dial("tcp", addr); err == nil {
		t.Error("it still listens")
	}
	if err := rig.Rig().Close(t.Context()); err != nil {
		t.Error(err)
	}
}
