package pool

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CancelWhileAcquiring is a caller that gives up while the pool makes a connection for him.
var CancelWhileAcquiring = scenario.Scenario{
	ID:    "pool/cancel-while-acquiring",
	Title: "the caller gives up while the pool connects for him, and the next one asks",
	Why: "What was in the making belongs to nobody now. It must come back to the pool, which else has one place less from " +
		"then on; and the user who has gone is no failure of the pool's.",
	Refs: []string{
		"jackc/pgx#948",
		"jackc/puddle: the constructor goes on without its caller",
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapCancel}},
	Steps: []scenario.Step{
		step.Pool(1),
		step.Inject(fault.Silence{}),
		step.Async(step.Within(5*time.Second, step.Acquire("a", gaveUpConnecting()))),
		step.Await(),
		step.Cancel("a"),
		step.Heal(),
		step.Acquire("b", expect.OK()),
		step.Query("b", "SELECT 1", expect.Rows("1")),
	},
}
