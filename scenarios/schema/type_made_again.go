package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TypeMadeAgain is a type that has another identity under its old name.
var TypeMadeAgain = scenario.Scenario{
	ID:    "schema/type-made-again",
	Title: "an enum is dropped and made again under a statement that was prepared with it",
	Why: "The statement names a type that is gone, and the server calls that an error inside of it. A new statement works, and so " +
		"does a new connection. A program that is told never to try again stays broken until somebody restarts it.",
	Refs: []string{
		`PostgreSQL manual, "PREPARE"`,
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": XX000 internal_error`,
		"diesel-rs/diesel#3995",
		"npgsql/npgsql#2366",
		"oxidecomputer/omicron#5561",
		"pgjdbc/pgjdbc#3049",
	},
	Given: scenario.Given{SQL: []string{"CREATE TYPE mood AS ENUM ('sad', 'glad')"}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Prepare("a", "p", "SELECT $1::mood::text", expect.OK()),
		step.Execute("a", "p", expect.Rows("sad"), "sad"),
		step.Rig("migration", "DROP TYPE mood; CREATE TYPE mood AS ENUM ('sad', 'glad')"),
		step.Execute("a", "p", typeGone(), "glad"),
		step.Prepare("a", "p2", "SELECT $1::mood::text || ''", expect.OK()),
		step.Execute("a", "p2", expect.Rows("glad"), "glad"),
	},
}

// typeGone is what the server says of a type that is not there any more. That it is its own catalogue's word, and nothing is
// damaged, the code does not say: a new connection is right whatever it means.
func typeGone() scenario.Expect {
	e := expect.Error("internal_error", "XX000", "InternalError")
	e.Retry = []pgdiag.Retry{pgdiag.RetryReconnect, pgdiag.RetryStatement}
	return e
}
