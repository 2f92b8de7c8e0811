package engine_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

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
	wantResult(t, runSingle(t, engine.Config{Target: tgt}, insert()), verdict.Fail, "step 2: query on a: reported success, and no whole statement of it crossed the wire")
}

// TestAQueryThatIsCutInItsBodyIsNoStatement has the client itself send a part of its Query: it did not go past the endpoint.
func TestAQueryThatIsCutInItsBodyIsNoStatement(t *testing.T) {
	var dsn string
	tgt := intercepting(func(ctx context.Context, req target.Request, do doer) (target.Answer, error) {
		if req.Op == target.OpConnect {
			dsn = req.DSN
		}
		if req.SQL != "SELECT 'cut'" {
			return do(req)
		}
		conn, err := pgconn.Connect(ctx, dsn)
		if err != nil {
			return target.Answer{}, err
		}
		if _, err := conn.Conn().Write([]byte("Q\x00\x00\x00\x11SELECT")); err != nil {
			return target.Answer{}, err
		}
		return ok(), conn.Conn().Close()
	})
	sc := insert(resetOnQuery("cut"), query("SELECT 'cut'", scenario.Expect{})) // who has to know the SQL waits for all of it
	wantResult(t, runSingle(t, engine.Config{Target: tgt}, sc), verdict.Fail, "no whole statement of it crossed the wire: the server was not asked, or past")
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
