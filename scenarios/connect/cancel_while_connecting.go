package connect

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CancelWhileConnecting is a caller that gives up while a connection is made.
var CancelWhileConnecting = scenario.Scenario{
	ID:    "connect/cancel-while-connecting",
	Title: "the caller gives up while the server says nothing",
	Why: "The user has closed the page, or the program is told to end. It is no failure of the server's, and the " +
		"connection that was in the making must not stay.",
	Refs: []string{
		`PostgreSQL manual, libpq "Asynchronous Command Processing": PQcancel`,
		"jackc/pgx: ConnectConfig ends with its context",
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapCancel}},
	Steps: []scenario.Step{
		step.Inject(fault.Silence{}),
		step.Async(step.Within(5*time.Second, step.ConnectTo("a", canceled()))),
		step.Await(),
		step.Cancel("a"),
		step.Heal(),
		step.Connect("b"),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
}
