package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// StalePlanInTransaction is a stale plan where the statement alone can not be tried again.
var StalePlanInTransaction = scenario.Scenario{
	ID:    "schema/stale-plan-in-transaction",
	Title: "a prepared statement has gone stale in a transaction",
	Why: "A driver that prepares again and retries in silence may do so outside a transaction only: here the transaction " +
		"has failed, and the retry meets 25P02.",
	Refs: []string{
		`PostgreSQL manual, "PREPARE"`,
		"jackc/pgx#841",
		"flynn/flynn#2235",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT * FROM item", expect.OK()),
		step.Rig("migration", "ALTER TABLE item ADD COLUMN price int"),
		step.Begin("a"),
		step.Query("a", "UPDATE item SET name = 'chair'", expect.InTrans()),
		step.Execute("a", "p", expect.Retry(pgdiag.RetryTransaction, expect.ErrorInTx("stale_plan", "0A000", "NotSupportedError"))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the update is not there", "SELECT name FROM item", "lamp"),
	},
}
