package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestAServerWithoutAPlaceIsNotTheTargetsDoing has others take the last place of a server that is somebody else's: what the
// target then fails at is not known. A scenario that is about it is judged.
func TestAServerWithoutAPlaceIsNotTheTargetsDoing(t *testing.T) {
	theirs, err := postgres.Start(t.Context(), postgres.Config{Provider: postgres.Native})
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = theirs.Close(context.WithoutCancel(t.Context())) })
	d, err := theirs.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var release func(context.Context) error
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		if req.Op == target.OpConnect && release == nil {
			if _, release, err = d.Occupy(ctx); err != nil {
				return target.Answer{}, err
			}
		}
		return do(req)
	})
	// The connect has the time in which others take a server's places.
	const patience = 15 * time.Second
	unknowing := insert()
	unknowing.Steps[0] = scenario.Step{Do: &scenario.Do{Op: target.OpConnect, Session: "a", Timeout: patience}}
	knowing := insert()
	knowing.Steps = []scenario.Step{{Do: &scenario.Do{
		Op: target.OpConnect, Session: "a", Timeout: patience, Expect: scenario.Expect{SQLState: []string{"53300"}},
	}}}
	for _, tt := range []struct {
		sc   scenario.Scenario
		want verdict.Outcome
		text string
	}{
		{unknowing, verdict.Unknown, "undecided, since the server had no place left for a session (53300)"},
		{knowing, verdict.Fail, ""}, // nobody frees a place for the probe
	} {
		report, err := engine.Run(t.Context(), engine.Config{Scenarios: []scenario.Scenario{tt.sc}, Target: tgt, Server: theirs, Parallel: 1})
		if err != nil {
			t.Fatal(err)
		}
		wantResult(t, report.Results[0], tt.want, tt.text)
		if err := release(t.Context()); err != nil {
			t.Fatal(err)
		}
		release = nil
	}
}

// TestARigWithoutAPlaceIsNobodysDoing has others take the last place before a session of the rig's own, and give it back before
// the target needs another.
func TestARigWithoutAPlaceIsNobodysDoing(t *testing.T) {
	theirs, err := postgres.Start(t.Context(), postgres.Config{Provider: postgres.Native})
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = theirs.Close(context.WithoutCancel(t.Context())) })
	d, err := theirs.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var taken []*pgx.Conn
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		switch req.Op {
		case target.OpQuery:
			for {
				conn, err := d.AdminConn(ctx) // who has the superuser's places too
				if err != nil {
					break
				}
				taken = append(taken, conn)
			}
		case target.OpConnect:
			for _, conn := range taken {
				_ = conn.Close(ctx)
			}
		}
		return do(req)
	})
	sc := insert(scenario.Step{Rig: &scenario.Rig{Session: "ours", SQL: "SELECT 1"}})
	sc.Steps[1].Do.Timeout = 15 * time.Second // in which others take a server's places
	report, err := engine.Run(t.Context(), engine.Config{Scenarios: []scenario.Scenario{sc}, Target: tgt, Server: theirs, Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	wantResult(t, report.Results[0], verdict.Unknown, "since the server had no place left for a session (53300) (")
}
