package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnterminatedText is a statement that was cut off.
var UnterminatedText = scenario.Scenario{
	ID:    "schema/unterminated-text",
	Title: "a text literal is not ended",
	Why:   "A quote in a name, in SQL that was put together by hand: the sign of an injection.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42601 syntax_error`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO item VALUES (2, 'O'Neill')", expect.Programming("syntax_error", "42601")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the item is there still", "SELECT id, name FROM item", "1|lamp"),
	},
}
