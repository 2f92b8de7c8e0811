package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ReplicationSlotMissing asks for the changes of a slot that is not there.
var ReplicationSlotMissing = scenario.Scenario{
	ID:    "stream/replication-slot-missing",
	Title: "the stream of a replication slot that does not exist is asked for",
	Why: "After a failover the slot is not on the new primary. No waiting brings it back, and what was changed meanwhile is lost to its " +
		"reader: it has to be told from a connection that fails.",
	Refs: []string{
		`PostgreSQL manual, "Streaming Replication Protocol": START_REPLICATION`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
	},
	Given: replicating(),
	Steps: []scenario.Step{
		step.Rig("rival", replicator),
		step.ConnectAs("a", "reader", "secret", scenario.Expect{}),
		step.Query("a", "START_REPLICATION SLOT gone PHYSICAL 0/0", expect.Programming("undefined_object", "42704")),
		step.Query("a", "IDENTIFY_SYSTEM", scenario.Expect{}),
	},
}

// replicating gives a connection that replicates, on a server of its own: a role and a slot are the whole server's.
func replicating() scenario.Given {
	return scenario.Given{Own: true, Params: map[string]string{"replication": "database"}, Needs: []target.Capability{target.CapReplication}}
}

// replicator makes the role that may.
const replicator = "CREATE ROLE reader LOGIN REPLICATION PASSWORD 'secret'"
