package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DuplicatedReady says twice that the server is ready.
var DuplicatedReady = scenario.Scenario{
	ID:    "network/duplicated-ready",
	Title: "a ReadyForQuery comes twice, and then another question is asked",
	Why: "Client and server are then one answer apart. The next question must not get the answer of the one before it, " +
		"nor an empty one.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Simple Query`,
		"launchbadge/sqlx: answers off by one",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 'old'", expect.Rows("old")),
		// It is said when the client has read the first, and before it asks again: what a client makes of it does not depend on
		// how much of an answer it reads at a time.
		step.Inject(fault.Inject{Say: wire.Content{Hex: "5a0000000549"}}),
		step.Await(),
		step.Query("a", "SELECT 'new'", scenario.Expect{Fails: true, OrSucceeds: true, Rows: expect.Table("new")}),
	},
}
