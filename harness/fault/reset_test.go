package fault_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestResetOfIdleConnections(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	for range 30 {
		c := connect(t, rig)
		i := rig.Inject(fault.Reset{})
		ends(t, c, errReset)
		fired(t, i, 1)
	}
}

// What was reset before it arrived was not done; what was reset before its answer was done.
func TestResetAtPosition(t *testing.T) {
	for _, c := range []struct {
		at   wire.Position
		want string
	}{
		{query("insert"), "0"},
		{wire.Position{Message: "Query", SQL: "insert", Offset: 12}, "0"},
		{complete("INSERT"), "1"},
		{wire.Position{Message: "CommandComplete", Offset: 3}, "1"},
	} {
		t.Run(c.at.String(), func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			rig.SQL("CREATE TABLE t (); GRANT ALL ON t TO public")
			conn := connect(t, rig)
			i := rig.Inject(fault.Reset{At: c.at})
			if err := conn.Ask("INSERT INTO t DEFAULT VALUES"); err != nil {
				t.Fatal(err)
			}
			if c.at.Message == "CommandComplete" && c.at.Offset > 0 {
				got := make([]byte, c.at.Offset)
				if n, err := conn.Socket.Read(got); n != c.at.Offset || err != nil || got[0] != 'C' {
					t.Fatalf("read %q, %v", got[:n], err)
				}
			}
			ends(t, conn, errReset)
			fired(t, i, 1)
			if got := rig.SQL("SELECT count(*) FROM t"); got[0][0] != c.want {
				t.Errorf("%s rows, want %s", got[0][0], c.want)
			}
		})
	}
}
