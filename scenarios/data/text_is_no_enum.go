package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoEnum is a value that the enum does not have.
var TextIsNoEnum = scenario.Scenario{
	ID:    "data/text-is-no-enum",
	Title: "an INSERT of a value that the enum does not have",
	Why:   "The new release writes a state that the migration has not added yet.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
		`PostgreSQL manual, "Enumerated Types"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TYPE mood AS ENUM ('open', 'done')",
		"CREATE TABLE task (state mood)",
		"GRANT ALL ON task TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO task VALUES ($1)", expect.Data("invalid_text_representation", "22P02"), "paused"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT state FROM task"),
	},
}
