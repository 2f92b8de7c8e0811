package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RaisedWithConnectionCode is a code of the connection class that an application raises.
var RaisedWithConnectionCode = scenario.Scenario{
	ID:    "data/raised-with-connection-code",
	Title: "a trigger raises 08006, and the connection is as good as before",
	Why: "PL/pgSQL may raise any code. A library that decides by the class of the code alone throws a healthy connection " +
		"away, and may run the statement again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 08006 connection_failure`,
		`PostgreSQL manual, "Errors and Messages": RAISE USING ERRCODE`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE loan (amount int)",
		"GRANT ALL ON loan TO PUBLIC",
		"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '08006'; END $$",
		"CREATE TRIGGER refuse BEFORE INSERT ON loan FOR EACH ROW EXECUTE FUNCTION refuse()",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO loan VALUES ($1)", expect.Error("connection_failure", "08006", "OperationalError"), "5"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT amount FROM loan"),
	},
}
