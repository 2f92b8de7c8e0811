package fault_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
)

func TestCancelBackend(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.CancelBackend{Running: "PG_SLEEP(60)"})
	ask(t, c, "SELECT pg_sleep(60)", "RowDescription", "ERROR 57014")
	fired(t, i, 1)
	ask(t, c, "SELECT 1", one...)
	if _, err := (fault.CancelBackend{}).Inject(t.Context(), rig.Rig()); err == nil {
		t.Error("no error where nothing is to be cancelled")
	}
}

func TestDropDatabase(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	rig.SQL("CREATE TABLE t ()")
	fired(t, rig.Inject(fault.DropDatabase{}), 1)
	farewell(t, c, "FATAL 57P01")
	refused(t, rig, "3D000")
	rig.Heal()
	works(t, rig)
	if got := rig.SQL("SELECT count(*) FROM pg_class WHERE relname = 't'"); got[0][0] != "0" {
		t.Errorf("the table is there: %v", got)
	}
}

func TestFillConnections(t *testing.T) {
	rig := ownRig(t, postgres.Native)
	c := connect(t, rig)
	fired(t, rig.Inject(fault.FillConnections{}), 1)
	refused(t, rig, "53300")
	ask(t, c, "SELECT 1", one...)
	rig.Heal()
	works(t, rig)
}

// Where no place is reserved for superusers, those whom the rig needs keep theirs.
func TestFillConnectionsThatAreNotReserved(t *testing.T) {
	rig := ownRig(t, postgres.Native)
	rig.SQL("ALTER SYSTEM SET superuser_reserved_connections = 0")
	fired(t, rig.Inject(fault.Restart{}), 1)
	fired(t, rig.Inject(fault.FillConnections{}), 1)
	refused(t, rig, "53300")
	rig.Heal()
	works(t, rig)
}

func TestSetting(t *testing.T) {
	rig := ownRig(t, postgres.Native)
	c := connect(t, rig)
	fired(t, rig.Inject(fault.Setting{Setting: "default_transaction_read_only", Value: "on"}), 1)
	ask(t, connect(t, rig), "CREATE TABLE t ()", "ERROR 25006")
	if got, err := c.Query("CREATE TABLE t ()"); err != nil || !slices.Contains(got, "ERROR 25006") {
		t.Errorf("a connection of before: %q, %v", got, err)
	}
	rig.Heal()
	ask(t, connect(t, rig), "CREATE TABLE t ()", "CREATE TABLE")
	for _, f := range []fault.Setting{{Setting: "no_such", Value: "1"}, {Setting: "shared_buffers", Value: "1GB"}, {Setting: "work_mem", Value: "a lot"}} {
		if _, err := f.Inject(t.Context(), rig.Rig()); err == nil {
			t.Errorf("%+v: no error", f)
		}
	}
}
