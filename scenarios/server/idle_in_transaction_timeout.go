package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// IdleInTransactionTimeout ends a transaction that has waited too long for its client.
var IdleInTransactionTimeout = scenario.Scenario{
	ID:    "server/idle-in-transaction-timeout",
	Title: "idle_in_transaction_session_timeout ends the session, then an INSERT is tried",
	Why: "The program called another service in the middle of a transaction. psycopg2 calls it an InternalError, not an " +
		"OperationalError, so that who goes by the class alone keeps a dead connection; who reconnects and goes on runs " +
		"the rest outside of the transaction.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P03 idle_in_transaction_session_timeout`,
		`PostgreSQL manual, "Client Connection Defaults": idle_in_transaction_session_timeout`,
		"porsager/postgres#1155",
	},
	Given: scenario.Given{SQL: stock.Ledger, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		// Last, so that a machine that is slow does not end it earlier.
		step.Query("a", "SET idle_in_transaction_session_timeout = '50ms'", expect.InTrans()),
		step.Until("SELECT count(*) = 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('second')", expect.Fatal("idle_in_transaction_session_timeout", "25P03", "InternalError")),
	},
	Truth: []scenario.Truth{stock.Holds("neither row is there")},
}
