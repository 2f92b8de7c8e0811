package matchers_test

import (
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

func TestHaveRetry(t *testing.T) {
	d := &pgdiag.Diagnosis{Retry: "one"}
	holds(t, matchers.HaveRetry("one"), d)
	fails(t, matchers.HaveRetry("other"), d, "retry")
}
