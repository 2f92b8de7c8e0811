package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ConcurrentIndexLeftInvalid is a failure that does leave something.
var ConcurrentIndexLeftInvalid = scenario.Scenario{
	ID:    "schema/concurrent-index-left-invalid",
	Title: "CREATE INDEX CONCURRENTLY fails and leaves an invalid index",
	Why: "It commits on its way, more than once. The error says that a key is duplicated, and an index stays that costs " +
		"every write and serves no read; the next try meets its name.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23505 unique_violation`,
		`PostgreSQL manual, "CREATE INDEX": Building Indexes Concurrently`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (id int PRIMARY KEY, name text)",
		"GRANT ALL ON item TO PUBLIC",
		"INSERT INTO item VALUES (1, 'lamp')",
		stock.Owned("item"),
		"INSERT INTO item VALUES (2, 'lamp')",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "CREATE UNIQUE INDEX CONCURRENTLY item_name ON item (name)", expect.Unknown(expect.Integrity("unique_violation", "23505"))),
	},
	Truth: []scenario.Truth{
		expect.Truth("the index is there, and invalid", "SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_name'::regclass", "f"),
	},
}
