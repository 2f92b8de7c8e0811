package fault_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/postgres"
)

// standby is a rig whose address leads to a standby, and a client that is connected to it.
type standby struct {
	*harness.Rig
	t   *testing.T
	ctx context.Context
}

// onStandby runs a test on a standby: natively, and in a container as onOwn does.
func onStandby(t *testing.T, test func(t *testing.T, s standby)) {
	t.Helper()
	for _, provider := range []string{postgres.Native, postgres.Container} {
		t.Run(provider, func(t *testing.T) {
			if provider == postgres.Container && os.Getenv("PGFAULT_FULL") == "" {
				t.Skip("it takes seconds: make proof runs it")
			}
			need(t, provider)
			shared := harness.Start(t, harness.Config{Provider: provider})
			rig, err := harness.OpenAs(t.Context(), shared.Rig().Server(), harness.Layout{Standby: harness.StandbyOnly})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
			t.Cleanup(func() {
				defer cancel()
				if err := rig.Close(ctx); err != nil {
					t.Error(err)
				}
			})
			test(t, standby{Rig: rig, t: t, ctx: ctx})
		})
	}
}

func (s standby) connect() *rawpg.Conn {
	s.t.Helper()
	c, err := rawpg.Connect(s.ctx, s.DSN())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Socket.Close() })
	return c
}

func (s standby) inject(f fault.Fault) {
	s.t.Helper()
	i, err := s.Inject(s.ctx, f)
	if err != nil {
		s.t.Fatal(err)
	}
	fired(s.t, i, 1)
}

// primary runs SQL on the primary, and waits until the standby has done the same.
func (s standby) primary(sql string) [][]string {
	s.t.Helper()
	rows, err := s.Admin(s.ctx, sql)
	if err == nil {
		err = s.CatchUp(s.ctx)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

// What could only be read can be written, on the same connection; the primary of before has nothing of it.
func TestPromote(t *testing.T) {
	onStandby(t, func(t *testing.T, s standby) {
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
	onStandby(t, func(t *testing.T, s standby) {
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
