package stream

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// CopyInFailsTransaction is a COPY that takes its transaction along.
var CopyInFailsTransaction = scenario.Scenario{
	ID:    "stream/copy-in-fails-transaction",
	Title: "a COPY with a bad line in a transaction",
	Why:   "Everything before the COPY is lost with it.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22P02 invalid_text_representation`,
		`PostgreSQL manual, "COPY"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE measure (n int PRIMARY KEY, unit text)",
		"GRANT ALL ON measure TO PUBLIC",
		"INSERT INTO measure VALUES (1, 'm')",
	}, Needs: []target.Capability{target.CapTx}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO measure VALUES (2, 'kg')", expect.InTrans()),
		step.CopyIn("a", "COPY measure FROM STDIN", expect.ErrorInTx("invalid_text_representation", "22P02", "DataError"), "three\ts"),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{
		expect.Truth("what was there is there still", "SELECT n FROM measure", "1"),
	},
}
