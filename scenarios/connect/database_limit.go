package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DatabaseLimit meets the limit of its database.
var DatabaseLimit = scenario.Scenario{
	ID:    "connect/database-limit",
	Title: "the database has all the connections that it may have",
	Why: "Every instance of a service has a pool, and together they have more than the database gives. It passes: " +
		"waiting is right, and a storm of new attempts is not.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 53300 too_many_connections`,
		`PostgreSQL manual, "CREATE DATABASE": CONNECTION LIMIT`,
	},
	Steps: []scenario.Step{
		step.Rig("rival", `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database()); END $$`),
		step.ConnectTo("a", full()),
		step.Rig("rival", `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database()); END $$`),
		step.Connect("b"),
	},
}
