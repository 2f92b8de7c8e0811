package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DdlLockWait is a query behind a migration.
var DdlLockWait = scenario.Scenario{
	ID:    "schema/ddl-lock-wait",
	Title: "a query waits for a migration, and lock_timeout ends it",
	Why: "The migration holds its lock for minutes. With lock_timeout the program hears of it in time, and the statement " +
		"can be tried again on the same connection. NOWAIT has the same code, and is another thing.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 55P03 lock_not_available`,
		`PostgreSQL manual, "Client Connection Defaults": lock_timeout`,
		"brettwooldridge/HikariCP#661",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SET lock_timeout = '30ms'", expect.OK()),
		step.Rig("migration", "BEGIN"),
		step.Rig("migration", "LOCK TABLE item"),
		step.Query("a", "INSERT INTO item VALUES (2, 'chair')", expect.Retry(pgdiag.RetryStatement, expect.Error("lock_timeout", "55P03", "OperationalError"))),
		step.Rig("migration", "COMMIT"),
		step.Query("a", "INSERT INTO item VALUES (2, 'chair')", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the chair is there, once", "SELECT id, name FROM item ORDER BY id", "1|lamp", "2|chair"),
	},
}
