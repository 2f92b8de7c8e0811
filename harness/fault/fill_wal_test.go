package fault_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
)

// A server whose WAL finds no room panics, says so, and is there again with all that was committed once there is room.
func TestFillWAL(t *testing.T) {
	onRig(t, harness.Layout{Extras: postgres.Extras{WALDisk: 8}}, func(t *testing.T, s layoutRig) {
		// Else another process may be the first to need a file.
		for _, sql := range []string{"ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()", "CREATE TABLE t (v int)", "GRANT ALL ON t TO PUBLIC"} {
			s.primary(sql)
		}
		c := s.connect()
		ask(t, c, "INSERT INTO t VALUES (1)", "INSERT 0 1")
		s.inject(fault.FillWAL{})
		ask(t, c, "INSERT INTO t VALUES (2)", "INSERT 0 1")
		got, err := c.Query("INSERT INTO t SELECT n FROM generate_series(1, 100000) AS n")
		if !slices.Equal(got, []string{"PANIC 53100"}) || err == nil {
			t.Errorf("%q, %v; want a PANIC 53100 and the end", got, err)
		}
		if err := s.Heal(s.ctx); err != nil {
			t.Fatal(err)
		}
		if got := s.primary("SELECT string_agg(v::text, ' ' ORDER BY v) FROM t"); got[0][0] != "1 2" {
			t.Errorf("it holds %v", got)
		}
		ask(t, s.connect(), "INSERT INTO t SELECT n FROM generate_series(1, 100000) AS n", "INSERT 0 100000")
	})
}
