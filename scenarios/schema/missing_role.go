package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// MissingRole is a role that is not there.
var MissingRole = scenario.Scenario{
	ID:    "schema/missing-role",
	Title: "a GRANT names a role that does not exist",
	Why:   "Roles belong to the server and are not in the dump.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 42704 undefined_object`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "GRANT SELECT ON item TO nobody_there", expect.Programming("undefined_object", "42704")),
	},
}
