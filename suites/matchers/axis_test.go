package matchers_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

// holds checks that a matcher succeeds, and that its negated message says what of.
func holds(t *testing.T, m types.GomegaMatcher, actual any) {
	t.Helper()
	if ok, err := m.Match(actual); err != nil || !ok {
		t.Errorf("no match (%v): %s", err, m.FailureMessage(actual))
	}
	if text := m.NegatedFailureMessage(actual); !strings.Contains(text, "not to") {
		t.Errorf("the negated message says %q", text)
	}
}

// fails checks that a matcher does not succeed, and that its message has the words.
func fails(t *testing.T, m types.GomegaMatcher, actual any, words string) {
	t.Helper()
	if ok, err := m.Match(actual); err != nil || ok {
		t.Errorf("match is %v, %v; want false", ok, err)
	}
	if text := m.FailureMessage(actual); !strings.Contains(text, words) {
		t.Errorf("the message %q lacks %q", text, words)
	}
}

func TestAnErrorIsDiagnosed(t *testing.T) {
	err := &pgconn.PgError{Code: "23505", Severity: "ERROR", SeverityUnlocalized: "ERROR", File: "nbtinsert.c", Routine: "_bt_check_unique"}
	holds(t, matchers.HaveCondition("unique_violation"), err)
	holds(t, matchers.HaveSQLState("23505"), err)
	holds(t, matchers.BeDatabaseError(), err)
}

func TestWhatIsNoErrorIsAMistakeInTheTest(t *testing.T) {
	var none *pgdiag.Diagnosis
	for _, actual := range []any{nil, none, "text"} {
		if _, err := matchers.HaveOutcome("x").Match(actual); err == nil {
			t.Errorf("a match against %#v is no error", actual)
		}
	}
}
