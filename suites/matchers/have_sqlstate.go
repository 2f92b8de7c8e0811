package matchers

import (
	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// HaveSQLState succeeds where the server's code is this one; empty where no server said anything.
func HaveSQLState(want string) types.GomegaMatcher {
	return &axis{name: "sqlstate", want: want, get: func(d *pgdiag.Diagnosis) string { return d.SQLState }}
}
