package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswerOfCursor must not serve the rows of a cursor to the next question.
var LateAnswerOfCursor = scenario.Scenario{
	ID:    "stream/late-answer-of-cursor",
	Title: "the deadline of a FETCH passes, its rows come late, and the cursor is asked for more",
	Why: "Every way to ask has its own way to give up: what one of them forgets on the wire, the next question of another " +
		"kind is answered with.",
	Refs: []string{
		"MagicStack/asyncpg#121",
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "DECLARE c CURSOR FOR SELECT n FROM generate_series(1, 6) AS n", expect.InTrans()),
		step.Query("a", "FETCH 2 FROM c", expect.In(expect.Rows("1", "2"))),
		step.Inject(fault.Hold{Only: wire.Downstream}),
		step.Expires(step.Soon, step.Query("a", "FETCH 2 FROM c", scenario.Expect{Fails: true})),
		step.Heal(),
		step.Query("a", "SELECT 'mine'", scenario.Expect{Fails: true, OrSucceeds: true, Rows: expect.Table("mine")}),
		step.Rollback("a", scenario.Expect{Fails: true, OrSucceeds: true}),
	},
}
