package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StatementsFailInTheMiddle is several statements in one text.
var StatementsFailInTheMiddle = scenario.Scenario{
	ID:    "stream/statements-fail-in-the-middle",
	Title: "the second of three statements in one text fails",
	Why:   "One string with semicolons is one transaction, too.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Multiple Statements in a Simple Query`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('a'); INSERT INTO ledger (entry) VALUES (NULL); INSERT INTO ledger (entry) VALUES ('b')", expect.Integrity("not_null_violation", "23502")),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
