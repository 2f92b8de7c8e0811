package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UniqueIndexOnExpression is a unique index on an expression.
var UniqueIndexOnExpression = scenario.Scenario{
	ID:    "data/unique-index-on-expression",
	Title: "an INSERT meets a value that differs in case only",
	Why: "The index is on lower(email), so the error names an index and no column. A program that looks for a column name " +
		"finds none.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "Indexes on Expressions"`,
		"go-gorm/gorm#6213",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (email text)",
		"GRANT ALL ON account TO PUBLIC",
		"CREATE UNIQUE INDEX account_email ON account (lower(email))",
		"INSERT INTO account VALUES ('alice@example.com')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO account VALUES ($1)", expect.Integrity("unique_violation", "23505"), "Alice@example.com"),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT email FROM account", "alice@example.com"),
	},
}
