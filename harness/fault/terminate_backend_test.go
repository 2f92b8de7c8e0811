package fault_test

import (
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
)

func TestTerminateIdleBackends(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	a, b := connect(t, rig), connect(t, rig)
	ask(t, b, "BEGIN", "BEGIN")
	i := rig.Inject(fault.TerminateBackend{})
	fired(t, i, 2)
	for _, c := range []interface{ Answers() ([]string, error) }{a, b} {
		if got, err := c.Answers(); len(got) != 1 || got[0] != "FATAL 57P01" || err == nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	ask(t, connect(t, rig), "SELECT 1", one...)
}

func TestTerminateRunningBackend(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	other, c := connect(t, rig), connect(t, rig)
	i := rig.Inject(fault.TerminateBackend{Running: "PG_SLEEP('60')"})
	ask(t, other, "SELECT 1", one...)
	start := time.Now()
	got, err := c.Query("SELECT pg_sleep('60')")
	if len(got) == 0 || got[len(got)-1] != "FATAL 57P01" || err == nil || time.Since(start) > 10*time.Second {
		t.Errorf("%q, %v", got, err)
	}
	if f := fired(t, i, 1)[0]; f.Conn != 2 {
		t.Errorf("%+v", f)
	}
	ask(t, other, "SELECT 1", one...)
}

func TestTerminateThatNeverComesAbout(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i, err := fault.TerminateBackend{Running: "nothing like it"}.Inject(t.Context(), rig.Rig())
	if err != nil {
		t.Fatal(err)
	}
	ask(t, c, "SELECT 1", one...)
	for range 2 {
		if err := i.Heal(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	fired(t, i, 0)
}
