package fault_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
)

// atStandby is a rig whose address leads to a standby.
var atStandby = harness.Layout{Standby: harness.StandbyOnly}

// What could only be read can be written, on the same connection; the primary of before has nothing of it.
func TestPromote(t *testing.T) {
	onRig(t, atStandby, func(t *testing.T, s layoutRig) {
		c := s.connect()
		ask(t, c, "CREATE TABLE t ()", "ERROR 25006")
		s.inject(fault.Promote{})
		if got, err := c.Query("CREATE TABLE t ()"); err != nil || got[0] != "CREATE TABLE" { // in_hot_standby is told behind it
			t.Errorf("after the promotion: %q, %v", got, err)
		}
		ask(t, s.connect(), "DROP TABLE t", "DROP TABLE")
		if got := s.primary("SELECT count(*) FROM pg_class WHERE relname = 't'"); got[0][0] != "0" {
			t.Errorf("the primary of before has it: %v", got)
		}
	})
}

// A setting of the standby alone decides what becomes of a query that is in the way of the replay.
func TestSettingOfStandby(t *testing.T) {
	onRig(t, atStandby, func(t *testing.T, s layoutRig) {
		s.primary("CREATE TABLE t AS SELECT 1 AS v; GRANT ALL ON t TO PUBLIC")
		s.inject(fault.Setting{Setting: "max_standby_streaming_delay", Value: "0", Standby: true})
		if got := s.primary("SHOW max_standby_streaming_delay"); got[0][0] != "30s" {
			t.Errorf("on the primary it is %v", got)
		}
		c := s.connect()
		ask(t, c, "BEGIN", "BEGIN")
		ask(t, c, "SELECT v FROM t", one...)
		s.primary("ALTER TABLE t ADD COLUMN w int")
		farewell(t, c, "FATAL 40001")
		if err := s.Heal(s.ctx); err != nil {
			t.Fatal(err)
		}
		control, _ := s.Standby()
		got, err := control.Admin(s.ctx, "SHOW max_standby_streaming_delay")
		if err != nil || got[0][0] != "30s" {
			t.Errorf("healed, it is %v, %v", got, err)
		}
	})
}
