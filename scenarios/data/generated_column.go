package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// GeneratedColumn is a column that nobody may write.
var GeneratedColumn = scenario.Scenario{
	ID:    "data/generated-column",
	Title: "an INSERT gives a value to a generated column",
	Why: "An ORM writes back all columns that it has read. The statement is wrong, not the data, and so is the class: " +
		"ProgrammingError.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 428C9 generated_always`,
		`PostgreSQL manual, "Generated Columns"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE line (price int, total int GENERATED ALWAYS AS (price * 2) STORED)",
		"GRANT ALL ON line TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO line VALUES ($1, $2)",
			expect.Since(14, expect.Programming("generated_always", "428C9"), expect.Programming("syntax_error", "42601")), "1", "2"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT price FROM line"),
	},
}
