package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// UniqueViolation is the constraint error that every application meets first.
var UniqueViolation = scenario.Scenario{
	ID:    "data/unique-violation",
	Title: "an INSERT meets a key that is there already",
	Why: "Two users take the same name, or a job runs twice. The application must learn that it was this constraint, that " +
		"nothing was written, and that trying the same again can't help.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "Serialization Failure Handling"`,
		"go-gorm/gorm#6213",
		"jackc/pgx#1223",
	},
	Given: scenario.Given{SQL: []string{
		`CREATE TABLE account (name text PRIMARY KEY)`,
		`GRANT ALL ON account TO PUBLIC`,
		`INSERT INTO account VALUES ('alice')`,
	}},
	Steps: []scenario.Step{
		{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a",
			SQL: "INSERT INTO account VALUES ($1)", Args: []string{"alice"},
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{"unique_violation"},
				SQLState:  []string{"23505"},
				Class:     []string{"IntegrityError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginServer},
				Scope:     []pgdiag.Scope{pgdiag.ScopeStatement},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeRolledBack},
				Retry:     []pgdiag.Retry{pgdiag.RetryNo},
				Status:    []pgdiag.Status{pgdiag.StatusOpen},
				Tx:        []pgdiag.TxStatus{pgdiag.TxIdle},
			},
		}},
		{Do: &scenario.Do{
			Op: target.OpQuery, Session: "a",
			SQL: "INSERT INTO account VALUES ($1)", Args: []string{"bob"},
			Expect: scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusOpen}, Tx: []pgdiag.TxStatus{pgdiag.TxIdle}},
		}},
	},
	Truth: []scenario.Truth{{
		Name: "alice is there once, and bob",
		SQL:  `SELECT name FROM account ORDER BY name`,
		Rows: [][]string{{"alice"}, {"bob"}},
	}},
}
