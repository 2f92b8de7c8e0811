package stream

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ReplicationCut closes the connection when a stream of changes has begun.
var ReplicationCut = scenario.Scenario{
	ID:    "stream/replication-cut",
	Title: "the connection is closed when the stream of changes has begun",
	Why: "The stream has no end of its own: that it ends is always a failure, and never the last of the changes. A reader that takes it for " +
		"the end stops without a word.",
	Refs: []string{
		"MeltanoLabs/tap-postgres#749",
		"pgjdbc/pgjdbc#1541",
		`PostgreSQL manual, "Streaming Replication Protocol": START_REPLICATION`,
	},
	Given: replicating(),
	Steps: []scenario.Step{
		step.Rig("rival", replicator),
		step.ConnectAs("a", "reader", "secret", scenario.Expect{}),
		step.Inject(fault.Close{At: wire.Position{Direction: wire.Downstream, Message: "CopyBothResponse", Offset: wire.Whole}}),
		step.Query("a", "START_REPLICATION PHYSICAL 0/0", expect.RolledBack(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionClosedByPeer))),
	},
}
