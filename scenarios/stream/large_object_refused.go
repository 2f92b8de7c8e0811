package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LargeObjectRefused is a large object that is not for everybody.
var LargeObjectRefused = scenario.Scenario{
	ID:    "stream/large-object-refused",
	Title: "a large object of another owner is read",
	Why:   "It was made by the import job, and has rights of its own.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "Large Objects"`,
	},
	Given: scenario.Given{SQL: []string{
		"SELECT lo_from_bytea(4711, 'x')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT lo_get(4711)", expect.Programming("insufficient_privilege", "42501")),
	},
}
