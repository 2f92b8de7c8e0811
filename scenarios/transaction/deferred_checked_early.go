package transaction

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DeferredCheckedEarly is a deferred constraint that is checked before COMMIT.
var DeferredCheckedEarly = scenario.Scenario{
	ID:    "transaction/deferred-checked-early",
	Title: "SET CONSTRAINTS IMMEDIATE finds what is broken",
	Why:   "Whoever checks before COMMIT gets the error while it can still be made good, and not in answer to COMMIT.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23503 foreign_key_violation`,
		`PostgreSQL manual, "SET CONSTRAINTS"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE parent (id int PRIMARY KEY)",
		"CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
		"GRANT ALL ON parent, child TO PUBLIC",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO child VALUES (9)", expect.InTrans()),
		step.Query("a", "SET CONSTRAINTS ALL IMMEDIATE", expect.ErrorInTx("foreign_key_violation", "23503", "IntegrityError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT id FROM child"),
	},
}
