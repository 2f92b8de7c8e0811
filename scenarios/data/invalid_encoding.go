package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// InvalidEncoding is bytes that are no text.
var InvalidEncoding = scenario.Scenario{
	ID:    "data/invalid-encoding",
	Title: "bytes that are not valid in the encoding they claim",
	Why:   "A file in Latin-1 is read as UTF-8.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22021 character_not_in_repertoire`,
		`PostgreSQL manual, "Character Set Support"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", `SELECT convert_from('\xff'::bytea, $1)`, expect.Data("character_not_in_repertoire", "22021"), "UTF8"),
	},
}
