package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TwoPhaseMissing is a prepared transaction that is not there.
var TwoPhaseMissing = scenario.Scenario{
	ID:    "transaction/two-phase-missing",
	Title: "COMMIT PREPARED of a transaction that does not exist",
	Why: "The transaction manager asks again for what it has already ended. After a lost answer this error is good news: " +
		"it was done.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
		`PostgreSQL manual, "COMMIT PREPARED"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "COMMIT PREPARED 'nowhere to be found'", expect.Scope(pgdiag.ScopeTransaction, expect.Programming("undefined_object", "42704"))),
	},
}
