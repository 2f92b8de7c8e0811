package pgx_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/pgx"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestItClaimsWhatPgxSaysAndNothingElse holds the target to scenarios in which what pgx says is so, as far as it goes, and to
// one in which it is not.
func TestItClaimsWhatPgxSaysAndNothingElse(t *testing.T) {
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := srv.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	for id, want := range map[string]struct {
		outcome verdict.Outcome
		rule    string
		claims  pgdiag.Outcome
	}{
		"data/unique-violation":             {verdict.Pass, "", ""},
		"network/reset-while-idle":          {verdict.Pass, "", pgdiag.OutcomeNotSent},
		"network/reset-after-simple-insert": {verdict.Pass, "", ""},
		"caller/cancel-before-send":         {verdict.ExpectedFail, "timeout", pgdiag.OutcomeNotSent},
	} {
		found := scenarios.Find(id)
		if len(found) != 1 {
			t.Fatalf("no scenario %s", id)
		}
		got, err := engine.RunOne(t.Context(), srv, pgx.New(), found[0])
		if err != nil {
			t.Fatal(err)
		}
		if got.Outcome != want.outcome || (want.rule != "") != (len(got.Findings) > 0) || want.rule != "" && got.Findings[0].Rule != want.rule {
			t.Errorf("%s: want %s by rule %s, got %s: %+v", id, want.outcome, want.rule, got.Outcome, got.Findings)
		}
		for _, o := range got.Observed {
			if e := o.Answer.Error; e != nil && (e.Condition != "" || e.Class != "" || e.Origin != "" || e.Scope != "" || e.Retry != "") {
				t.Errorf("%s: it claims what pgx does not say: %+v", id, e)
			}
		}
		if e := failure(got); e == nil || e.Outcome != want.claims {
			t.Errorf("%s: want the outcome %q claimed: %+v", id, want.claims, e)
		}
	}
}

// failure is the first that the target reported.
func failure(r verdict.Result) *target.Error {
	for _, o := range r.Observed {
		if o.Answer.Error != nil {
			return o.Answer.Error
		}
	}
	return nil
}
