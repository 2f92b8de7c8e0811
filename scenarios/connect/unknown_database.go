package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// UnknownDatabase asks for a database that the server does not have.
var UnknownDatabase = scenario.Scenario{
	ID:    "connect/unknown-database",
	Title: "the database does not exist",
	Why: "It was renamed, or not created yet. The server is there and says so: to wait for the network is to wait for " +
		"ever.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 3D000 invalid_catalog_name`,
	},
	Given: scenario.Given{Params: map[string]string{"dbname": "nowhere_to_be_found"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.Turned("invalid_catalog_name", "3D000", pgdiag.RetryNo)),
	},
}
