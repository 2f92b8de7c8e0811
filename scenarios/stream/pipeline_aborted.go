package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// PipelineAborted is what follows a failure in a pipeline.
var PipelineAborted = scenario.Scenario{
	ID:    "stream/pipeline-aborted",
	Title: "a pipeline that has failed is usable again for the next one",
	Why: "After an error the server skips everything up to the next Sync. A client that waits for the skipped answers " +
		"hangs; one that loses count gives the next caller the answers of this one.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Pipelining`,
		`PostgreSQL manual, "Pipeline Mode"`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Batch("a", expect.Integrity("not_null_violation", "23502"), "INSERT INTO ledger (entry) VALUES (NULL)", "INSERT INTO ledger (entry) VALUES ('a')", "INSERT INTO ledger (entry) VALUES ('b')"),
		step.Batch("a", expect.OK(), "INSERT INTO ledger (entry) VALUES ('c')", "INSERT INTO ledger (entry) VALUES ('d')"),
		step.Query("a", "SELECT 'own'", expect.Rows("own")),
	},
	Truth: []scenario.Truth{
		stock.Holds("the second pipeline alone is there", "c", "d"),
	},
}
