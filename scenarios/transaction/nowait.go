package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// Nowait is a lock that is not waited for.
var Nowait = scenario.Scenario{
	ID:    "transaction/nowait",
	Title: "SELECT FOR UPDATE NOWAIT meets a locked row",
	Why: "A worker looks for something to do and finds the row taken. That is business as usual: the connection stays, and " +
		"the statement can be tried again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "SELECT": The Locking Clause`,
		"brettwooldridge/HikariCP#661",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Rig("rival", "BEGIN"),
		step.Rig("rival", "SELECT * FROM account WHERE id = 1 FOR UPDATE"),
		step.Query("a", "SELECT id FROM account WHERE id = 1 FOR UPDATE NOWAIT", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_not_available", "55P03", "OperationalError"))),
		step.Rig("rival", "COMMIT"),
		step.Query("a", "SELECT id FROM account WHERE id = 1 FOR UPDATE NOWAIT", expect.Rows("1")),
	},
}
