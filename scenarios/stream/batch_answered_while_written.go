package stream

import (
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// BatchAnsweredWhileWritten sends a batch whose answers fill all buffers before it is written.
var BatchAnsweredWhileWritten = scenario.Scenario{
	ID:    "stream/batch-answered-while-written",
	Title: "a batch and its answers are each larger than all buffers on the way",
	Why: "The server answers the first statements while the last are still being written. When nobody reads the answers it stops, and reads no " +
		"more: a client that writes all before it reads waits for the server, and the server for the client, for ever.",
	Refs: []string{
		"pgjdbc/pgjdbc#194",
		"jackc/pgx#637",
		`PostgreSQL manual, libpq "Pipeline Mode": deadlock`,
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Within(10*time.Second, step.Batch("a", scenario.Expect{}, answered()...)),
		step.Query("a", "SELECT 1", expect.Rows("1")),
	},
	Truth: []scenario.Truth{stock.Holds("the last statement was done", "last")},
}

// answered are statements whose texts and answers are each, together, more than the kernel takes, and one that can be seen.
func answered() []string {
	var all []string
	for i := range 60 {
		all = append(all, fmt.Sprintf("SELECT repeat('answered', 65536), length('batched%d%s')", i, strings.Repeat("x", 256<<10)))
	}
	return append(all, "INSERT INTO ledger (entry) VALUES ('last')")
}
