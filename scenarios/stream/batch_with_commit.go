package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchWithCommit is a batch that commits in its middle.
var BatchWithCommit = scenario.Scenario{
	ID:    "stream/batch-with-commit",
	Title: "a batch commits, and fails afterwards",
	Why: "The error comes last and is about the last statement. What was committed before it stays, and a retry of the " +
		"batch does it twice.",
	Refs: []string{
		`PostgreSQL manual, "Pipelining"`,
		"cockroachdb/docs#9149",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.Scope(pgdiag.ScopeTransaction, expect.Unknown(expect.Integrity("not_null_violation", "23502"))), "BEGIN", "INSERT INTO ledger (entry) VALUES ('a')", "COMMIT", "INSERT INTO ledger (entry) VALUES (NULL)"),
	},
	Truth: []scenario.Truth{
		stock.Holds("what was committed is there", "a"),
	},
}
