package matchers_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

func TestHaveOutcome(t *testing.T) {
	d := &pgdiag.Diagnosis{Outcome: "one"}
	holds(t, matchers.HaveOutcome("one"), d)
	fails(t, matchers.HaveOutcome("other"), d, "outcome")
}
