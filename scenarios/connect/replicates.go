package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Replicates asks for a connection that replicates, with a role that may.
var Replicates = scenario.Scenario{
	ID:    "connect/replicates",
	Title: "a role that may replicate asks who the server is, and makes a slot",
	Why: "The counterpart of the role that may not. A connection that replicates takes simple queries alone: a client that asks it in " +
		"another way is refused, and one that retries for that never replicates.",
	Refs: []string{
		`PostgreSQL manual, "Streaming Replication Protocol": IDENTIFY_SYSTEM, CREATE_REPLICATION_SLOT`,
		"pgjdbc/pgjdbc#550",
	},
	Given: scenario.Given{Own: true, Params: map[string]string{"replication": "database"}, Needs: []target.Capability{target.CapReplication}},
	Steps: []scenario.Step{
		step.Rig("rival", role("LOGIN REPLICATION")),
		step.ConnectAs("a", "few", "secret", scenario.Expect{}),
		step.Query("a", "IDENTIFY_SYSTEM", scenario.Expect{}),
		step.Query("a", "CREATE_REPLICATION_SLOT changes PHYSICAL", scenario.Expect{}),
	},
	Truth: []scenario.Truth{{
		Name: "the slot is there, and nobody has it", SQL: "SELECT slot_name, active::text FROM pg_replication_slots", Rows: [][]string{{"changes", "false"}},
	}},
}
