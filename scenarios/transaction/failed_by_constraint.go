package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// FailedByConstraint is what follows an error in a transaction.
var FailedByConstraint = scenario.Scenario{
	ID:    "transaction/failed-by-constraint",
	Title: "a statement in a transaction that a constraint has failed",
	Why: "The second error says only that there was a first. Reported alone it hides the constraint; taken for a conflict " +
		"it is retried for ever, since the constraint will not change.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25P02 in_failed_sql_transaction`,
		"porsager/postgres#272",
		"cockroachdb/cockroach-go#97",
		"Cyoda-platform/cyoda-go#486",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "UPDATE account SET balance = NULL", expect.ErrorInTx("not_null_violation", "23502", "IntegrityError")),
		step.Query("a", "UPDATE account SET balance = 5", expect.First("23502", expect.Retry(pgdiag.RetryNo, expect.ErrorInTx("in_failed_sql_transaction", "25P02", "InternalError")))),
		step.Query("a", "SELECT 1", expect.First("23502", expect.Retry(pgdiag.RetryNo, expect.ErrorInTx("in_failed_sql_transaction", "25P02", "InternalError")))),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
