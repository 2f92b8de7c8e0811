package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TwoPhaseRefused is a transaction that can not be prepared.
var TwoPhaseRefused = scenario.Scenario{
	ID:    "transaction/two-phase-refused",
	Title: "PREPARE TRANSACTION after a temporary table was used",
	Why: "The transaction manager asks for the first phase of a transaction that can not have a second. The answer is an " +
		"error, and the transaction is rolled back with it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 0A000 feature_not_supported`,
		`PostgreSQL manual, "PREPARE TRANSACTION"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "UPDATE account SET balance = 5", expect.InTrans()),
		step.Query("a", "CREATE TEMP TABLE t (n int)", expect.InTrans()),
		step.Query("a", "PREPARE TRANSACTION 'refused'", expect.Scope(pgdiag.ScopeTransaction, expect.Error("feature_not_supported", "0A000", "NotSupportedError"))),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
		expect.Truth("nothing is prepared", "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()", "0"),
	},
}
