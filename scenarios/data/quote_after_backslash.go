package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// QuoteAfterBackslash is a text that was escaped in another database's way.
var QuoteAfterBackslash = scenario.Scenario{
	ID:    "data/quote-after-backslash",
	Title: "a quote is escaped with a backslash where that is not allowed",
	Why: "A library that puts values into its SQL was written for MySQL, and the administrator has forbidden what it does, " +
		"since it can be made to let SQL through. To refuse it is right, and it is refused each time that a name has a " +
		"quote in it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P06 nonstandard_use_of_escape_character`,
		`PostgreSQL manual, "Version and Platform Compatibility": backslash_quote`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET backslash_quote = off", expect.OK()),
		step.Query("a", "SELECT E'O\\'Neill'", expect.Data("nonstandard_use_of_escape_character", "22P06")),
	},
}
