package matchers

import (
	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// HaveCondition succeeds where the diagnosis names this condition.
func HaveCondition(want pgdiag.Condition) types.GomegaMatcher {
	return &axis{name: "condition", want: string(want), get: func(d *pgdiag.Diagnosis) string { return string(d.Condition) }}
}
