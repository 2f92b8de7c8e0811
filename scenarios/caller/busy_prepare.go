package caller

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BusyPrepare is a statement that is prepared at the wrong time.
var BusyPrepare = scenario.Scenario{
	ID:    "caller/busy-prepare",
	Title: "PREPARE while the rows of another query are unread",
	Why:   "The driver prepares in silence what it sees for the first time, so that even this looks like a query.",
	Refs: []string{
		`jackc/pgx: "conn busy"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.QueryStart("a", stock.Wide, expect.Reading(expect.OK())),
		step.Prepare("a", "p", "SELECT 1", expect.Busy()),
		step.QueryRest("a", expect.OK()),
	},
}
