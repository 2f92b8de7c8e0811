package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LargeObjectMissing is a large object that is not there.
var LargeObjectMissing = scenario.Scenario{
	ID:    "stream/large-object-missing",
	Title: "a large object is read that does not exist",
	Why:   "Large objects live beside the tables: the row that names it was restored, the object was not.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
		`PostgreSQL manual, "Large Objects"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT lo_get(4711)", expect.Programming("undefined_object", "42704")),
	},
}
