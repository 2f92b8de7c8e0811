package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// MissingTable is the plainest failure there is: no fault, a healthy server, a statement that can't be run.
var MissingTable = scenario.Scenario{
	ID:    "schema/missing-table",
	Title: "a SELECT names a table that does not exist",
	Why: "A migration that has not run yet, or ran on another database. The connection is as good as before: a client that " +
		"throws it away, or that tries again, turns a mistake in one statement into load on the whole server.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PEP 249: ProgrammingError`,
		"go-gorm/postgres#335",
	},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT * FROM non_existent_table",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{"undefined_table"},
				SQLState:  []string{"42P01"},
				Class:     []string{"ProgrammingError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginServer},
				Scope:     []pgdiag.Scope{pgdiag.ScopeStatement},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:     []pgdiag.Retry{pgdiag.RetryNo},
				Status:    []pgdiag.Status{pgdiag.StatusOpen},
				Tx:        []pgdiag.TxStatus{pgdiag.TxIdle},
			},
		}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a", SQL: "SELECT 1",
			Expect: scenario.Expect{Rows: [][]string{{"1"}}, Status: []pgdiag.Status{pgdiag.StatusOpen}},
		}},
	},
}
