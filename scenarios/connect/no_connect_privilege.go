package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// NoConnectPrivilege asks for a database that it may not use.
var NoConnectPrivilege = scenario.Scenario{
	ID:    "connect/no-connect-privilege",
	Title: "the role may not connect to the database",
	Why:   "A grant was forgotten, or revoked. No waiting mends it, and no other password.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42501 insufficient_privilege`,
		`PostgreSQL manual, "GRANT": CONNECT`,
	},
	Given: scenario.Given{Own: true},
	Steps: []scenario.Step{
		step.Rig("rival", role("LOGIN")),
		step.Rig("rival", `DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$`),
		step.ConnectAs("a", "few", "secret", expect.Turned("insufficient_privilege", "42501", pgdiag.RetryNo)),
		step.Rig("rival", `DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database()); END $$`),
		step.ConnectAs("b", "few", "secret", scenario.Expect{}),
	},
}
