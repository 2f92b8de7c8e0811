package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// EncodingAfterReset takes back all settings of a session in its middle.
var EncodingAfterReset = scenario.Scenario{
	ID:    "data/encoding-after-reset",
	Title: "the settings of a session are reset in its middle, and the database gives another encoding",
	Why: "A framework resets a session before the next request has it. What a client said when it connected stays; what it has SET after that is " +
		"gone, and with it the encoding: the letters are right until then, and others from there on.",
	Refs: []string{
		"brianc/node-postgres#906",
		`PostgreSQL manual, "RESET"`,
		`PostgreSQL manual, "Message Flow": Asynchronous Operations, ParameterStatus of client_encoding`,
	},
	Given: scenario.Given{SQL: words("ALTER DATABASE %1$I SET client_encoding = LATIN1")},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "RESET ALL", scenario.Expect{}),
		step.Query("a", "SELECT word FROM words WHERE n = $1", expect.Rows("größe"), "1"),
		step.Query("a", "INSERT INTO words VALUES (2, $1)", scenario.Expect{}, "café"),
	},
	Truth: []scenario.Truth{expect.Truth("what was written is what was meant", "SELECT word FROM words WHERE n = 2", "café")},
}
