package engine_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/ownserver"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// TestAServerThatIsSlowerThanADeadlineIsNobodysDoing has a fault wait for an answer that comes after the client has given up, and
// beside it one that waits for what such an answer does not have.
func TestAServerThatIsSlowerThanADeadlineIsNobodysDoing(t *testing.T) {
	hold := func(message, sql string, deadline time.Duration) verdict.Result {
		t.Helper()
		sc := scenario.Scenario{ID: "test/slow", Title: "a fault that waits for an answer", Steps: []scenario.Step{
			connect(),
			{Inject: fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: message}}},
			{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: sql, Timeout: deadline, Expect: scenario.Expect{Fails: deadline < time.Second}}},
		}}
		report, err := engine.Run(t.Context(), engine.Config{Scenarios: []scenario.Scenario{sc}, Target: reference.New(), Server: server, Parallel: 1})
		if err != nil {
			t.Fatal(err)
		}
		return report.Results[0]
	}
	wantResult(t, hold("CommandComplete", "SELECT pg_sleep(3)", 200*time.Millisecond), verdict.Unknown,
		"since the server had not answered query on a when its deadline came, after 200ms (harness_error: ")
	wantResult(t, hold("CopyDone", "SELECT 1", 10*time.Second), verdict.HarnessError, "fault hold never fired")
}

// TestASlowLoginIsNoSlowRecovery stops the postmaster when the target connects again, for longer than it waits: sessions that are
// there go on, so that the server seems well.
func TestASlowLoginIsNoSlowRecovery(t *testing.T) {
	srv := ownserver.Start(t, server)
	stopped := false
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		if req.Op != target.OpConnect || req.Session != "recovery" || stopped {
			return do(req)
		}
		stopped = true
		control, _ := srv.Control()
		all, err := control.Processes(ctx)
		if err != nil {
			return target.Answer{}, err
		}
		if err := control.Signal(ctx, syscall.SIGSTOP, all[0]); err != nil {
			return target.Answer{}, err
		}
		defer func() {
			if err := control.Signal(context.WithoutCancel(ctx), syscall.SIGCONT, all[0]); err != nil {
				t.Error(err)
			}
		}()
		return do(req)
	})
	report, err := engine.Run(t.Context(), engine.Config{Scenarios: []scenario.Scenario{insert()}, Target: tgt, Server: srv, Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	wantResult(t, report.Results[0], verdict.Unknown, "since the server had not answered connect on recovery when its deadline came, after 2s (weak: ")
}
