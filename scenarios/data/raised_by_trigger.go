package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RaisedByTrigger is a rule that a trigger keeps.
var RaisedByTrigger = scenario.Scenario{
	ID:    "data/raised-by-trigger",
	Title: "a trigger refuses a row with RAISE EXCEPTION",
	Why: "A business rule in PL/pgSQL. The code is P0001, whose class psycopg2 and psycopg 3 give differently; the " +
		"connection is as good as before.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": P0001 raise_exception`,
		`PostgreSQL manual, "Errors and Messages": RAISE`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE loan (amount int)",
		"GRANT ALL ON loan TO PUBLIC",
		"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$",
		"CREATE TRIGGER refuse BEFORE INSERT ON loan FOR EACH ROW EXECUTE FUNCTION refuse()",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO loan VALUES ($1)", expect.Error("raise_exception", "P0001", "InternalError"), "5"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT amount FROM loan"),
	},
}
