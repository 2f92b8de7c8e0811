package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// UniqueViolationOfRival is two sessions that insert the same key at the same time.
var UniqueViolationOfRival = scenario.Scenario{
	ID:    "data/unique-violation-of-rival",
	Title: "an INSERT waits for a rival with the same key, who commits",
	Why: "Two requests race for one name. The second waits without a word and fails when the first commits: a SELECT " +
		"before the INSERT can never rule it out.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "Index Uniqueness Checks"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (name text PRIMARY KEY)",
		"GRANT ALL ON account TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "INSERT INTO account VALUES ('alice')"),
		step.Async(step.Query("a", "INSERT INTO account VALUES ('alice')", expect.Integrity("unique_violation", "23505"))),
		step.Until(stock.LockWait),
		step.Rig("rival", "COMMIT"),
	},
	Truth: []scenario.Truth{
		expect.Truth("the rival's alice is there, once", "SELECT name FROM account", "alice"),
	},
}
