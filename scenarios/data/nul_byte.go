package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NulByte is the one character that no text may hold.
var NulByte = scenario.Scenario{
	ID:    "data/nul-byte",
	Title: "a text with a NUL byte",
	Why:   "JSON and most languages allow it, PostgreSQL does not: one pasted text, and the import stops.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22021 character_not_in_repertoire`,
		`PostgreSQL manual, "Character Set Support"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE note (body text)",
		"GRANT ALL ON note TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO note VALUES ($1)", expect.Or(expect.Data("character_not_in_repertoire", "22021"), expect.Refused(pgdiag.EncodeFailure, "DataError")), "a\u0000b"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT body FROM note"),
	},
}
