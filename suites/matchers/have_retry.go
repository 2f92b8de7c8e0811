package matchers

import (
	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// HaveRetry succeeds where the diagnosis gives this advice.
func HaveRetry(want pgdiag.Retry) types.GomegaMatcher {
	return &axis{name: "retry", want: string(want), get: func(d *pgdiag.Diagnosis) string { return string(d.Retry) }}
}
