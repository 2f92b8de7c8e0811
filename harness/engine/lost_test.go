package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestAServerThatDiesEndsTheRun ends the server under the third scenario: two are decided, and nobody is to blame for the rest.
func TestAServerThatDiesEndsTheRun(t *testing.T) {
	if server.Provider() == postgres.External {
		t.Skip("the server is not ours to end")
	}
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: server.Provider()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close(context.WithoutCancel(t.Context())) })
	inserts := 0
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		if strings.HasPrefix(req.SQL, "INSERT") {
			if inserts++; inserts == 3 {
				if err := srv.Close(context.WithoutCancel(ctx)); err != nil {
					t.Error(err)
				}
			}
		}
		return do(req)
	})
	report, err := engine.Run(t.Context(), engine.Config{Scenarios: many(20), Target: tgt, Server: srv, Parallel: 1})
	if err == nil || !strings.Contains(err.Error(), "is gone") || strings.Contains(err.Error(), "\n") {
		t.Errorf("the run ended with %v, expected one line that says that the server is gone", err)
	}
	if len(report.Results) != 2 || report.Counts[verdict.Pass] != 2 {
		t.Errorf("decided were %v, expected two that pass", report.Counts)
	}
}
