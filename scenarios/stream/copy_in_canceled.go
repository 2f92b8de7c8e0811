package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInCanceled is an import that its caller gives up.
var CopyInCanceled = scenario.Scenario{
	ID:    "stream/copy-in-canceled",
	Title: "the caller cancels a COPY when all of its lines are sent",
	Why: "The import hangs in a trigger, and the user goes away. All lines are with the server, and so is the end: only a " +
		"cancel that it hears keeps them from being written.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": COPY Operations`,
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
	},
	Given: slowToEnd(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.CopyIn("a", "COPY ledger (entry) FROM STDIN", expect.GivenUp(pgdiag.CallerCancel), "a", "b")),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}
