package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// LateAnswerOfCopyOut must not serve the lines of a COPY to the next question.
var LateAnswerOfCopyOut = scenario.Scenario{
	ID:    "stream/late-answer-of-copy-out",
	Title: "the deadline of a COPY TO STDOUT passes, its lines come late, and another question is asked",
	Why: "Every way to ask has its own way to give up: what one of them forgets on the wire, the next question of another " +
		"kind is answered with.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": COPY Operations`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Hold{Only: wire.Downstream}),
		step.Expires(step.Soon, step.CopyOut("a", "COPY (SELECT n FROM generate_series(1, 3) AS n) TO STDOUT", expect.GivenUp(pgdiag.CallerDeadline))),
		step.Heal(),
		step.Query("a", "SELECT 'mine'", expect.GivenBack("mine")),
	},
}
