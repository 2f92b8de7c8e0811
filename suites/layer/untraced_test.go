package layer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestUntracedCalls holds the diagnosis of calls that no tracer tells of: a wait for a notification is not the LISTEN
// before it, and a connection that pgx has closed in silence is not open.
func TestUntracedCalls(t *testing.T) {
	brief := func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, 40*time.Millisecond)
	}
	wait := func(ctx context.Context, conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, "LISTEN jobs"); err != nil {
			return err
		}
		ctx, cancel := brief(ctx)
		defer cancel()
		_, err := conn.WaitForNotification(ctx)
		return err
	}
	for name, c := range map[string]struct {
		fault  fault.Fault
		do     func(context.Context, *pgx.Conn) error
		status pgdiag.Status
		want   pgdiag.Outcome
	}{
		"a wait that nothing ends": {do: wait, status: pgdiag.StatusOpen, want: pgdiag.OutcomeNotSent},
		"a COPY whose answer is late": {
			fault: fault.Hold{At: wire.Position{Message: "CommandComplete", Tag: "COPY"}},
			do: func(ctx context.Context, conn *pgx.Conn) error {
				ctx, cancel := brief(ctx)
				defer cancel()
				_, err := conn.PgConn().CopyFrom(ctx, strings.NewReader("a\n"), "COPY t FROM STDIN")
				return err
			},
			status: pgdiag.StatusFaulty, want: pgdiag.OutcomeUnknown,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := rig(t)
			conn := connect(t, r)
			if c.fault != nil {
				r.Inject(c.fault)
			}
			d := pgdiag.DiagnoseConn(conn, c.do(t.Context(), conn))
			r.Heal()
			if d == nil || d.Condition != pgdiag.CallerDeadline || d.Outcome != c.want || d.Status != c.status || pgdiag.StatusOf(conn) != c.status {
				t.Errorf("want %s and %s, got %+v", c.status, c.want, d)
			}
		})
	}
}
