package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoAddress is a text that is no network address.
var TextIsNoAddress = scenario.Scenario{
	ID:    "data/text-is-no-address",
	Title: "a text that is no network address",
	Why:   "The address of a client, from a header that anybody can write.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::inet", expect.Data("invalid_text_representation", "22P02"), "300.1.1.1"),
	},
}
