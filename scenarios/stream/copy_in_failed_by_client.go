package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// CopyInFailedByClient is a source that fails in the middle of a COPY.
var CopyInFailedByClient = scenario.Scenario{
	ID:    "stream/copy-in-failed-by-client",
	Title: "the client ends a COPY with a failure of its own",
	Why: "The file can not be read to its end. The client says CopyFail, and the server answers with 57014: nobody has " +
		"cancelled, and no timeout has passed.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": COPY Operations`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 57014 query_canceled`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Fail("the disk went away", step.CopyIn("a", "COPY ledger (entry) FROM STDIN", failedByClient(), "a", "b")),
	},
	Truth: []scenario.Truth{
		stock.Holds("nothing was written"),
	},
}

// failedByClient is the server's word for it, which has a code of another meaning, and the client's own.
func failedByClient() scenario.Expect {
	e := expect.Error("query_canceled", "57014", "QueryCanceledError")
	e.Condition = []pgdiag.Condition{pgdiag.CopySourceFailure, "query_canceled"}
	e.Origin = []pgdiag.Origin{pgdiag.OriginClient, pgdiag.OriginServer}
	return e
}
