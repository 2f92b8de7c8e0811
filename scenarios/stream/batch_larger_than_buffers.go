package stream

import (
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchLargerThanBuffers sends a batch to a server that reads nothing for a while: it fills all buffers on its way, and goes on.
var BatchLargerThanBuffers = scenario.Scenario{
	ID:    "stream/batch-larger-than-buffers",
	Title: "a batch is larger than all buffers on the way, and the server reads on when they are full",
	Why: "A server that is busy reads no more, and a batch of a size that no test has stands still in the middle of a write. It is to go on where " +
		"it stood: a client that takes a full buffer for a failure never does.",
	Refs: []string{
		"pgjdbc/pgjdbc#194",
		"npgsql/npgsql#3846",
		"psycopg/psycopg#685",
		`PostgreSQL manual, libpq "Pipeline Mode": Using Pipeline Mode`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.ZeroWindow{At: wire.Position{SQL: "'batched0"}}),
		step.Async(step.Within(5*time.Second, step.Batch("a", scenario.Expect{}, large()...))),
		step.Await(),
		step.Rig("rival", "SELECT pg_sleep(0.3)"), // which is how long the server is busy
		step.Heal(),
	},
	Truth: []scenario.Truth{stock.Holds("the last statement was done", "last")},
}

// large are statements of 100 kB each, which together are more than the kernel takes, and one that can be seen.
func large() []string {
	var all []string
	for i := range 100 {
		all = append(all, fmt.Sprintf("SELECT length('batched%d%s')", i, strings.Repeat("x", 100<<10)))
	}
	return append(all, "INSERT INTO ledger (entry) VALUES ('last')")
}
