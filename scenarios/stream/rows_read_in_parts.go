package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// RowsReadInParts reads a result in two parts.
var RowsReadInParts = scenario.Scenario{
	ID:    "stream/rows-read-in-parts",
	Title: "a result is read in two parts, and another session asks between them",
	Why: "None may be missing and none may be foreign, whoever asks meanwhile: a success counts all rows that the server " +
		"has sent.",
	Refs: []string{
		"pgjdbc/r2dbc-postgresql#661",
		"eclipse-vertx/vertx-sql-client#796",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.QueryStart("a", "SELECT n FROM generate_series(1, 5) AS n", scenario.Expect{Rows: expect.Table("1")}),
		step.Query("b", "SELECT 'mine'", expect.Rows("mine")),
		step.QueryRest("a", expect.Rows("2", "3", "4", "5")),
	},
}
