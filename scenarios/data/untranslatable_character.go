package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UntranslatableCharacter is a character that another encoding does not have.
var UntranslatableCharacter = scenario.Scenario{
	ID:    "data/untranslatable-character",
	Title: "a character that the other encoding does not have",
	Why:   "An export for an old system meets a name that Latin-1 cannot write.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P05 untranslatable_character`,
		`PostgreSQL manual, "Automatic Character Set Conversion"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT convert_to($1, 'LATIN1')", expect.Data("untranslatable_character", "22P05"), "中"),
	},
}
