package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RowsFetchedInParts asks the server for a few rows of a result at a time.
var RowsFetchedInParts = scenario.Scenario{
	ID:    "stream/rows-fetched-in-parts",
	Title: "a result is fetched two rows at a time, and another that ends with a whole part",
	Why: "A program that can't hold a result has the server keep it, in a portal that is suspended after each part, or a cursor. None may be " +
		"missing where the parts meet, and an end that falls on the end of a part is told by a part without rows.",
	Refs: []string{
		"pgjdbc/r2dbc-postgresql#661",
		"eclipse-vertx/vertx-sql-client#796",
		`PostgreSQL manual, "Message Flow": Extended Query, PortalSuspended`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Fetch(2, step.Query("a", "SELECT 'row ' || n FROM generate_series(1, 5) AS n", expect.In(expect.Rows("row 1", "row 2", "row 3", "row 4", "row 5")))),
		step.Fetch(2, step.Query("a", "SELECT 'row ' || n FROM generate_series(1, 4) AS n", expect.In(expect.Rows("row 1", "row 2", "row 3", "row 4")))),
		step.Fetch(2, step.Query("a", "SELECT 'row ' || n FROM generate_series(1, 0) AS n", expect.In(scenario.Expect{Rows: [][]string{}}))),
		step.Commit("a", expect.OK()),
	},
}
