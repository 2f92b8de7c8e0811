package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LargeObjectClosed is a large object that its transaction has closed.
var LargeObjectClosed = scenario.Scenario{
	ID:    "stream/large-object-closed",
	Title: "a large object is read after the end of its transaction",
	Why:   "Descriptors end with the transaction, and autocommit ends it after every call.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
		`PostgreSQL manual, "Large Objects"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT loread(0, 10)", expect.Programming("undefined_object", "42704")),
	},
}
