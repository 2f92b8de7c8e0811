package matchers_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

func TestHaveSQLState(t *testing.T) {
	d := &pgdiag.Diagnosis{SQLState: "one"}
	holds(t, matchers.HaveSQLState("one"), d)
	fails(t, matchers.HaveSQLState("other"), d, "sqlstate")
}
