package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyOutCanceled is an export that its client gives up.
var CopyOutCanceled = scenario.Scenario{
	ID:    "stream/copy-out-canceled",
	Title: "the client cancels a COPY TO STDOUT in the middle",
	Why: "There is no word in the protocol with which a client ends a COPY that the server sends, as it ends one of its " +
		"own: it has to cancel, and read what still comes until the server has heard of it, or give the connection up.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": COPY Operations`,
		`PostgreSQL manual, "Message Flow": Canceling Requests in Progress`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.CopyOut("a", "COPY (SELECT n FROM generate_series(1, 3) AS n WHERE n < 3 OR pg_sleep(10) IS NULL) TO STDOUT", expect.GivenUp(pgdiag.CallerCancel))),
		step.Until(stock.Sleeps),
		step.Cancel("a"),
	},
}
