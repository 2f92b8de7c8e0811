package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BusyConnection is two questions at once.
var BusyConnection = scenario.Scenario{
	ID:    "caller/busy-connection",
	Title: "a query while the rows of another are unread",
	Why: "A loop over rows runs a statement on the same connection. It is a mistake of the program's, a retry never helps, " +
		"and nothing is wrong with the connection.",
	Refs: []string{
		`jackc/pgx: "conn busy"`,
		"jackc/pgconn#141",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryStart("a", stock.Wide, expect.Reading(expect.OK())),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('x')", expect.Busy()),
		step.QueryRest("a", expect.OK()),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('next')", expect.OK()),
	},
	Truth: []scenario.Truth{
		stock.Holds("the next entry alone is there", "next"),
	},
}
