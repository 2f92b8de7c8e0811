package fault_test

import (
	"errors"
	"net"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
)

func TestRefuse(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	before := connect(t, rig)
	i := rig.Inject(fault.Refuse{})
	if _, err := net.Dial("tcp", rig.Stage().Addr()); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Fatal(err)
	}
	if ln, err := net.Listen("tcp", rig.Stage().Addr()); err == nil {
		ln.Close()
		t.Error("somebody else can have the port")
	}
	ask(t, before, "SELECT 1", "RowDescription", "DataRow", "SELECT 1")
	fired(t, i, 1)
	rig.Heal()
	ask(t, connect(t, rig), "SELECT 1", "RowDescription", "DataRow", "SELECT 1")
}
