package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// EmptyLexeme is a word without a letter, for a full-text search.
var EmptyLexeme = scenario.Scenario{
	ID:    "data/empty-lexeme",
	Title: "an array with an empty text is made a tsvector of",
	Why:   "A list of tags was split at its commas, and ends with one.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200F zero_length_character_string`,
		`PostgreSQL manual, "Text Search Functions and Operators"`,
	},
	Given: scenario.Given{MinVersion: 15},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT array_to_tsvector(string_to_array($1::text, ','))", expect.Data("zero_length_character_string", "2200F"), "red,"),
	},
}
