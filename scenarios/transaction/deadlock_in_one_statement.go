package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// DeadlockInOneStatement is a deadlock without a transaction of the caller's.
var DeadlockInOneStatement = scenario.Scenario{
	ID:    "transaction/deadlock-in-one-statement",
	Title: "one statement outside a transaction is the victim of a deadlock",
	Why: "A bulk update locks its rows one by one, like any transaction. There is no BEGIN, and the advice is the same: " +
		"the statement is the whole transaction.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 40P01 deadlock_detected`,
		`PostgreSQL manual, "Explicit Locking": Deadlocks`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
		"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''10ms''', current_database()); END $$",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "SET deadlock_timeout = '1h'"),
		step.Rig("gate", "SELECT pg_advisory_lock(7)"),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "UPDATE account SET balance = balance - 1 WHERE id = 2"),
		step.Async(step.Query("a", "DO $$ BEGIN UPDATE account SET balance = 0 WHERE id = 1; PERFORM pg_advisory_xact_lock(7); UPDATE account SET balance = 0 WHERE id = 2; END $$", expect.Retry(pgdiag.RetryTransaction, expect.Scope(pgdiag.ScopeTransaction, expect.Error("deadlock_detected", "40P01", "TransactionRollbackError"))))),
		step.Until(stock.LockWait),
		step.RigAsync("rival", "UPDATE account SET balance = balance - 1 WHERE id = 1", stock.LockWaits(2)),
		step.Rig("gate", "SELECT pg_advisory_unlock(7)"),
		step.Rig("rival", "COMMIT"),
	},
	Truth: []scenario.Truth{
		expect.Truth("the rival's updates alone are there", "SELECT id, balance FROM account ORDER BY id", "1|99", "2|99"),
	},
}
