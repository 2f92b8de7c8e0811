package engine_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// TestATargetThatGoesPastTheEndpointIsSeen sends a target's connections straight to the server: what it opens at the endpoint
// it does not use.
func TestATargetThatGoesPastTheEndpointIsSeen(t *testing.T) {
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		if req.Op == target.OpConnect {
			if _, err := do(req); err != nil { // it is abandoned, and counts as its connection
				return target.Answer{}, err
			}
			u, err := url.Parse(req.DSN)
			if err != nil {
				return target.Answer{}, err
			}
			u.Host = server.Addr()
			req.DSN = u.String()
		}
		return do(req)
	})
	wantResult(t, runSingle(t, engine.Config{Target: tgt}, insert()), verdict.Fail, "step 2: query on a: reported success, and no statement of it crossed the wire")
}

// TestATargetThatIgnoresItsArgumentsIsToBlame has a fault wait for what comes of a statement that never got so far.
func TestATargetThatIgnoresItsArgumentsIsToBlame(t *testing.T) {
	tgt := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
		req.Args = nil
		return do(req)
	})
	withArgs := query("UPDATE t SET v = $1", scenario.Expect{Fails: true})
	withArgs.Do.Args = []string{"y"}
	sc := insert(resetOnQuery("never"), withArgs)
	r := runSingle(t, engine.Config{Target: tgt}, sc)
	wantResult(t, r, verdict.Fail, "step 4: query on a: the statement reached the server without its arguments (42P02)")
	// One that gives them is not, and what never came about is ours.
	wantResult(t, runSingle(t, engine.Config{Target: reference.New()}, insert(resetOnQuery("never"), query("SELECT 1/0", scenario.Expect{Fails: true}))), verdict.HarnessError, "never fired")
}

// TestWhoCanDoNothingIsNotGreen answers that it can't to all that it is asked.
func TestWhoCanDoNothingIsNotGreen(t *testing.T) {
	tgt := intercepting(func(context.Context, target.Request, doer) (target.Answer, error) {
		return target.Answer{Unsupported: true, Why: "not today"}, nil
	})
	wantResult(t, runSingle(t, engine.Config{Target: tgt}, insert()), verdict.Fail, "step 1: connect on a: unsupported: not today; every target must do that")
}
