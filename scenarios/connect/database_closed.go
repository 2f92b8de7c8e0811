package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DatabaseClosed asks for a database that takes nobody.
var DatabaseClosed = scenario.Scenario{
	ID:    "connect/database-closed",
	Title: "the database takes no connections",
	Why:   "It is being renamed, moved or dropped, and was closed for that.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55000 object_not_in_prerequisite_state`,
		`PostgreSQL manual, "CREATE DATABASE": ALLOW_CONNECTIONS`,
	},
	Steps: []scenario.Step{
		step.Rig("rival", "UPDATE pg_database SET datallowconn = false WHERE datname = current_database()"),
		step.ConnectTo("a", expect.Turned("object_not_in_prerequisite_state", "55000", pgdiag.RetryNo)),
		step.Rig("rival", "UPDATE pg_database SET datallowconn = true WHERE datname = current_database()"),
		step.Connect("b"),
	},
}
