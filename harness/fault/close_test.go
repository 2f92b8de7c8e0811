package fault_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestCloseOfIdleConnection(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Close{})
	ends(t, c, errEnd)
	fired(t, i, 1)
}

// The third row and all that follows is missing.
func TestCloseAtThirdRow(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.Close{At: wire.Position{Message: "DataRow", Occurrence: 3}})
	got, err := c.Query("SELECT generate_series(1, 9)")
	if len(got) != 3 || got[0] != "RowDescription" || got[2] != "DataRow" || err == nil {
		t.Fatalf("%q, %v", got, err)
	}
	fired(t, i, 1)
}

func TestCloseTwice(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	i := rig.Inject(fault.Close{At: wire.Position{SQL: "select 1"}, Times: 2})
	for range 2 {
		c := connect(t, rig)
		if err := c.Ask("SELECT 1"); err != nil {
			t.Fatal(err)
		}
		ends(t, c, errEnd)
	}
	ask(t, connect(t, rig), "SELECT 1", "RowDescription", "DataRow", "SELECT 1")
	fired(t, i, 2)
}
