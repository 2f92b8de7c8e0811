package server

import (
	"slices"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ContainerDisconnected takes the server's container off its network.
var ContainerDisconnected = scenario.Scenario{
	ID:    "server/container-disconnected",
	Title: "the server's container loses its network in the middle of an INSERT, and the server carries it out all the same",
	Why: "An orchestrator moves an address, or somebody takes the wrong interface down. The proxy of the published port ends " +
		"the connection, as it does when the server dies; but this server lives, knows of nothing, and commits. Who takes " +
		"the one for the other says that nothing was written, and the row is there.",
	Refs: []string{
		`PostgreSQL manual, "Connections and Authentication": client_connection_check_interval`,
		`docker manual, "docker network disconnect"`,
		"golang/go#11978",
	},
	Given: scenario.Given{
		SQL: append(slices.Clone(stock.Ledger),
			"CREATE TABLE opened (yes boolean)",
			// No lock does for a gate: a session that holds one goes with the network, and the server does not know.
			`CREATE FUNCTION gate() RETURNS boolean LANGUAGE plpgsql AS $$
			BEGIN WHILE NOT EXISTS (SELECT FROM opened) LOOP PERFORM pg_sleep(0.01); END LOOP; RETURN true; END $$`,
			"GRANT ALL ON opened TO PUBLIC"),
		Own: true,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(20*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'committed' WHERE gate()", cutOff()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.ContainerDisconnect{}),
		step.Heal(),
		step.Rig("porter", "INSERT INTO opened VALUES (true)"),
		step.Until("SELECT count(*) > 0 FROM ledger"),
	},
	Truth: []scenario.Truth{
		stock.Holds("the row is there, once", "committed"),
	},
}
