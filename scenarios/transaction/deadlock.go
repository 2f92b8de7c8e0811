package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// Deadlock makes the target the victim of a deadlock, always: the rival never looks for one (its deadlock_timeout is an
// hour), the target does so after 10 ms.
var Deadlock = scenario.Scenario{
	ID:    "transaction/deadlock",
	Title: "two transactions wait for each other, and the server ends this one",
	Why: "Two workers update the same rows in another order. The server picks a victim; its transaction is gone but its " +
		"connection is not. Right is to run the whole transaction again; wrong are a retry of the last statement alone, which meets " +
		"25P02, and giving the connection up.",
	Refs: []string{
		`PostgreSQL manual, "Explicit Locking": Deadlocks`,
		`PostgreSQL manual, "Serialization Failure Handling": 40P01 deadlock_detected`,
		"Lore-Hex/quill-router#646",
		"porsager/postgres#272",
	},
	Given: scenario.Given{
		SQL: []string{
			`CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)`,
			`GRANT ALL ON account TO PUBLIC`,
			`INSERT INTO account VALUES (1, 100), (2, 100)`,
			// Only a superuser may set deadlock_timeout, so the target's sessions get it from the database.
			`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''10ms''', current_database()); END $$`,
		},
		Needs: []target.Capability{target.CapTx},
	},
	Steps: []scenario.Step{
		{Rig: &scenario.Rig{Session: "rival", SQL: "SET deadlock_timeout = '1h'"}},
		{Rig: &scenario.Rig{Session: "rival", SQL: "BEGIN"}},
		{Rig: &scenario.Rig{Session: "rival", SQL: "UPDATE account SET balance = balance - 1 WHERE id = 2"}},
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{Op: target.OpBegin, Session: "a", Expect: scenario.Expect{Tx: []pgdiag.TxStatus{pgdiag.TxInTrans}}}},
		{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "UPDATE account SET balance = balance + 10 WHERE id = 1"}},
		{Rig: &scenario.Rig{
			Session: "rival", SQL: "UPDATE account SET balance = balance - 1 WHERE id = 1", Async: true,
			Until: `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
		}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "UPDATE account SET balance = balance + 10 WHERE id = 2",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{"deadlock_detected"},
				SQLState:  []string{"40P01"},
				Class:     []string{"TransactionRollbackError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginServer},
				Scope:     []pgdiag.Scope{pgdiag.ScopeTransaction},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:     []pgdiag.Retry{pgdiag.RetryTransaction},
				Status:    []pgdiag.Status{pgdiag.StatusOpen},
				Tx:        []pgdiag.TxStatus{pgdiag.TxInError},
			},
		}},
		{Do: &scenario.Do{
			Op: target.OpRollback, Session: "a",
			Expect: scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusOpen}, Tx: []pgdiag.TxStatus{pgdiag.TxIdle}},
		}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT 1",
			Expect: scenario.Expect{Rows: [][]string{{"1"}}},
		}},
		{Rig: &scenario.Rig{Session: "rival", SQL: "COMMIT"}},
	},
	Truth: []scenario.Truth{{
		Name: "the rival's updates alone are there",
		SQL:  `SELECT id, balance FROM account ORDER BY id`,
		Rows: [][]string{{"1", "99"}, {"2", "99"}},
	}},
}
