package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CurrvalBeforeNextval is a question that comes too early.
var CurrvalBeforeNextval = scenario.Scenario{
	ID:    "schema/currval-before-nextval",
	Title: "currval is asked before nextval",
	Why:   "By way of a transaction pooler the INSERT was on another server connection than the question for its id.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55000 object_not_in_prerequisite_state`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE SEQUENCE ticket_id",
		"GRANT ALL ON ticket_id TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT currval('ticket_id')", expect.Error("object_not_in_prerequisite_state", "55000", "OperationalError")),
	},
}
