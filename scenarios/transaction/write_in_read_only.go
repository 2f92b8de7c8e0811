package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// WriteInReadOnly is a write where none was meant to be.
var WriteInReadOnly = scenario.Scenario{
	ID:    "transaction/write-in-read-only",
	Title: "an INSERT in a transaction that is READ ONLY",
	Why: "A report calls a function that writes. The caller has asked for read only itself, so that another connection " +
		"would refuse it as well.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 25006 read_only_sql_transaction`,
		`PostgreSQL manual, "SET TRANSACTION"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)",
		"GRANT ALL ON account TO PUBLIC",
		"INSERT INTO account VALUES (1, 100), (2, 100)",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "SET TRANSACTION READ ONLY", expect.InTrans()),
		step.Query("a", "UPDATE account SET balance = 5", expect.ErrorInTx("read_only_sql_transaction", "25006", "InternalError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id, balance FROM account ORDER BY id", "1|100", "2|100"),
	},
}
