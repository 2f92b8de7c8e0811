package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// DomainNotNull is a type that has no NULL.
var DomainNotNull = scenario.Scenario{
	ID:    "data/domain-not-null",
	Title: "an INSERT gives NULL to a domain that has none",
	Why: "The column allows NULL and its type does not; the error has no column name, which programs take for granted with " +
		"23502.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23502 not_null_violation`,
		`PostgreSQL manual, "CREATE DOMAIN"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE DOMAIN weight AS int NOT NULL",
		"CREATE TABLE parcel (weight weight)",
		"GRANT ALL ON parcel TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO parcel VALUES ($1)", expect.Integrity("not_null_violation", "23502"), "\\N"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT weight FROM parcel"),
	},
}
