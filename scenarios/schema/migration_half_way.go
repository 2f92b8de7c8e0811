package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MigrationHalfWay is a migration that is all or nothing.
var MigrationHalfWay = scenario.Scenario{
	ID:    "schema/migration-half-way",
	Title: "the second step of a migration in a transaction fails",
	Why: "DDL is transactional here. After the failure nothing of the first step is there, and who goes on by hand from " +
		"the second repairs what is not broken.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42P01 undefined_table`,
		`PostgreSQL manual, "Transactions"`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "CREATE TABLE shelf (id int)", expect.InTrans()),
		step.Query("a", "ALTER TABLE nowhere ADD COLUMN n int", expect.ErrorInTx("undefined_table", "42P01", "ProgrammingError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("the first step is not there", "SELECT count(*) FROM pg_class WHERE relname = 'shelf'", "0"),
	},
}
