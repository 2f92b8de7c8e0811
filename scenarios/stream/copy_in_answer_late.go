package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInAnswerLate is a COPY whose answer does not come in time.
var CopyInAnswerLate = scenario.Scenario{
	ID:    "stream/copy-in-answer-late",
	Title: "the caller's deadline passes before the answer to a COPY comes",
	Why:   "The rows are there, and the caller has gone.",
	Refs: []string{
		`PostgreSQL manual, "COPY"`,
		"jackc/pgx#1223",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Message: "CommandComplete", Tag: "COPY"}}),
		step.Expires(step.Room, step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.GivenUp(pgdiag.CallerDeadline), "a", "b")),
		step.Heal(),
	},
	Truth: []scenario.Truth{
		stock.Holds("both lines are there, once", "a", "b"),
	},
}
