package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SequenceExhausted is a sequence at its end.
var SequenceExhausted = scenario.Scenario{
	ID:    "data/sequence-exhausted",
	Title: "a sequence has no more numbers to give",
	Why:   "The ids of a table of the early days run out one night, and every INSERT fails from then on.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200H sequence_generator_limit_exceeded`,
		`PostgreSQL manual, "CREATE SEQUENCE"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE SEQUENCE ticket_id MINVALUE 0 MAXVALUE 1 START 1",
		"CREATE TABLE ticket (id int DEFAULT nextval('ticket_id'))",
		"GRANT ALL ON ticket TO PUBLIC",
		"GRANT ALL ON ticket_id TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ticket DEFAULT VALUES", expect.OK()),
		step.Query("a", "INSERT INTO ticket DEFAULT VALUES", expect.Data("sequence_generator_limit_exceeded", "2200H")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the first ticket alone is there", "SELECT id FROM ticket", "1"),
	},
}
