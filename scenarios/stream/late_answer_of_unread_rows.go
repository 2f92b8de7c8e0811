package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswerOfUnreadRows must not serve the rest of a result to the next question.
var LateAnswerOfUnreadRows = scenario.Scenario{
	ID:    "stream/late-answer-of-unread-rows",
	Title: "the deadline passes while the rest of a result is read, it comes late, and another question is asked",
	Why: "Every way to ask has its own way to give up: what one of them forgets on the wire, the next question of another " +
		"kind is answered with.",
	Refs: []string{
		"jOOQ/jOOQ#20112",
		"eclipse-vertx/vertx-sql-client#796",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 3}, Only: wire.Downstream}),
		step.QueryStart("a", "SELECT n FROM generate_series(1, 5) AS n", scenario.Expect{Rows: expect.Table("1")}),
		step.Expires(step.Room, step.QueryRest("a", scenario.Expect{Fails: true})),
		step.Heal(),
		step.Query("a", "SELECT 'mine'", scenario.Expect{Fails: true, OrSucceeds: true, Rows: expect.Table("mine")}),
	},
}
