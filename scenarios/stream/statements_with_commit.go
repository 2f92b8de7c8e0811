package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementsWithCommit is several statements in one text that commits.
var StatementsWithCommit = scenario.Scenario{
	ID:    "stream/statements-with-commit",
	Title: "a text of several statements commits, and fails afterwards",
	Why:   "The migration script that was sent as one string. Its beginning stays.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Multiple Statements in a Simple Query`,
		"cockroachdb/docs#9149",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "BEGIN; INSERT INTO ledger (entry) VALUES ('a'); COMMIT; INSERT INTO ledger (entry) VALUES (NULL)", expect.Unknown(expect.Integrity("not_null_violation", "23502"))),
	},
	Truth: []scenario.Truth{
		stock.Holds("what was committed is there", "a"),
	},
}
