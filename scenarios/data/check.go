package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Check is a rule over the values of a row.
var Check = scenario.Scenario{
	ID:    "data/check",
	Title: "an UPDATE breaks a CHECK constraint",
	Why:   "The balance would go below zero. Taken for a conflict that time heals, this is retried for ever.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23514 check_violation`,
		"Cyoda-platform/cyoda-go#486",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int CHECK (balance >= 0))",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "UPDATE account SET balance = balance - 200 WHERE id = $1", expect.Integrity("check_violation", "23514"), "1"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT balance FROM account", "100"),
	},
}
