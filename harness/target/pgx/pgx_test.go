package pgx_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/target/pgx"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestItClaimsWhatPgxSaysAndNothingElse holds the target to two scenarios: one in which what pgx says is so, as far as it
// goes, and one in which it is not.
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
		not     pgdiag.Outcome
	}{
		"data/unique-violation":             {verdict.Weak, "reported", ""},
		"network/reset-after-simple-insert": {verdict.Fail, "outcome", pgdiag.OutcomeNotSent},
	} {
		found := scenarios.Find(id)
		if len(found) != 1 {
			t.Fatalf("no scenario %s", id)
		}
		got, err := engine.RunOne(t.Context(), srv, pgx.New(), found[0])
		if err != nil {
			t.Fatal(err)
		}
		if got.Outcome != want.outcome || len(got.Findings) == 0 || got.Findings[0].Rule != want.rule {
			t.Errorf("%s: want %s by rule %s, got %s: %+v", id, want.outcome, want.rule, got.Outcome, got.Findings)
		}
		last := got.Observed[len(got.Observed)-1].Answer
		for _, o := range got.Observed {
			if e := o.Answer.Error; e != nil && (e.Condition != "" || e.Class != "" || e.Origin != "" || e.Scope != "" || e.Retry != "") {
				t.Errorf("%s: it claims what pgx does not say: %+v", id, e)
			}
		}
		if want.not != "" && (last.Error == nil || last.Error.Outcome != want.not) {
			t.Errorf("%s: SafeToRetry is not claimed: %+v", id, last.Error)
		}
	}
}
