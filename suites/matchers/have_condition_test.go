package matchers_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

func TestHaveCondition(t *testing.T) {
	d := &pgdiag.Diagnosis{Condition: "one"}
	holds(t, matchers.HaveCondition("one"), d)
	fails(t, matchers.HaveCondition("other"), d, "condition")
}
