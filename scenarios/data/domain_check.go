package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DomainCheck is a type with a rule of its own.
var DomainCheck = scenario.Scenario{
	ID:    "data/domain-check",
	Title: "an INSERT breaks the CHECK of a domain",
	Why:   "The rule stands with the type and not with the table, so that the error names a type and no column.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23514 check_violation`,
		`PostgreSQL manual, "Domain Types"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
		"CREATE TABLE parcel (weight positive)",
		"GRANT ALL ON parcel TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO parcel VALUES ($1)", expect.Integrity("check_violation", "23514"), "-1"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT weight FROM parcel"),
	},
}
