package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NoRightToReplicate asks for a connection that replicates, with a role that may not.
var NoRightToReplicate = scenario.Scenario{
	ID:    "connect/no-right-to-replicate",
	Title: "the role may not replicate",
	Why: "A change reader is given the role of the program beside it. It is turned away as one who may not use the database, and " +
		"no waiting mends it: one that tries again for ever fills the server's log.",
	Refs: []string{
		`PostgreSQL manual, "Streaming Replication Protocol": replication`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
	},
	Given: scenario.Given{Params: map[string]string{"replication": "database"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.Turned("insufficient_privilege", "42501", pgdiag.RetryNo)),
	},
}
