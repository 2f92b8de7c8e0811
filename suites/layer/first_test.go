package layer_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestAdviceInAFailedTransaction holds the advice for 25P02, and for a write in a transaction that is read only, against
// what another run would meet.
func TestAdviceInAFailedTransaction(t *testing.T) {
	r := rig(t)
	for name, c := range map[string]struct {
		before []string
		fail   string
		then   string
		want   pgdiag.Retry
	}{
		"a constraint stays":         {fail: "SELECT 1 / 0", then: "SELECT 1", want: pgdiag.RetryNo},
		"a conflict does not":        {fail: "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", then: "SELECT 1", want: pgdiag.RetryTransaction},
		"a lock may be free then":    {fail: "DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$", then: "SELECT 1", want: pgdiag.RetryTransaction},
		"read only by choice":        {before: []string{"SET TRANSACTION READ ONLY"}, fail: "CREATE TABLE x ()", want: pgdiag.RetryNo},
		"read only by the session's": {before: []string{"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "COMMIT", "BEGIN"}, fail: "CREATE TABLE x ()", want: pgdiag.RetryReconnect},
	} {
		t.Run(name, func(t *testing.T) {
			conn := connect(t, r)
			execSQL(t, conn, "BEGIN")
			for _, sql := range c.before {
				execSQL(t, conn, sql)
			}
			_, err := conn.Exec(t.Context(), c.fail)
			if c.then != "" {
				_, err = conn.Exec(t.Context(), c.then)
			}
			if d := pgdiag.Diagnose(err); d == nil || d.Retry != c.want || d.Outcome != pgdiag.OutcomeRolledBack {
				t.Errorf("want retry %s, got %+v", c.want, d)
			}
		})
	}
}
