package transaction

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TwoPhaseDisabled is a server without two-phase commit.
var TwoPhaseDisabled = scenario.Scenario{
	ID:    "transaction/two-phase-disabled",
	Title: "PREPARE TRANSACTION on a server that has it switched off",
	Why: "It is off unless somebody has switched it on, and the transaction manager finds out at its first commit. The " +
		"transaction is rolled back with the refusal.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55000 object_not_in_prerequisite_state`,
		`PostgreSQL manual, "Resource Consumption": max_prepared_transactions`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Own: true, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Rig("admin", "ALTER SYSTEM SET max_prepared_transactions = 0"),
		step.Inject(fault.Restart{}),
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "UPDATE account SET balance = 5", expect.InTrans()),
		step.Query("a", "PREPARE TRANSACTION 'refused'", expect.Scope(pgdiag.ScopeTransaction, expect.Error("object_not_in_prerequisite_state", "55000", "OperationalError"))),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
