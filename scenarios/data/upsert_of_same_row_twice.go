package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UpsertOfSameRowTwice is one upsert that would touch a row twice.
var UpsertOfSameRowTwice = scenario.Scenario{
	ID:    "data/upsert-of-same-row-twice",
	Title: "an INSERT with ON CONFLICT meets its own row",
	Why: "A bulk upsert whose input has a key twice. It fails as a whole, with a code that is neither of class 23 nor " +
		"retryable.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 21000 cardinality_violation`,
		`PostgreSQL manual, "INSERT": ON CONFLICT Clause`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (name text PRIMARY KEY, n int)",
		"GRANT ALL ON account TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO account VALUES ('alice', 1), ('alice', 2) ON CONFLICT (name) DO UPDATE SET n = excluded.n", expect.Programming("cardinality_violation", "21000")),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT name FROM account"),
	},
}
