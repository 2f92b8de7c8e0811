package matchers

import (
	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// HaveOutcome succeeds where the diagnosis says this of the write.
func HaveOutcome(want pgdiag.Outcome) types.GomegaMatcher {
	return &axis{name: "outcome", want: string(want), get: func(d *pgdiag.Diagnosis) string { return string(d.Outcome) }}
}
