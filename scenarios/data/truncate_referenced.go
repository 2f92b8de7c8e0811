package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TruncateReferenced is a table that others refer to.
var TruncateReferenced = scenario.Scenario{
	ID:    "data/truncate-referenced",
	Title: "a TRUNCATE of a table that another refers to",
	Why: "The clean-up of a test suite. 0A000 also means a stale plan, and pools that close the connection for every 0A000 " +
		"lose one for each mistake like this.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 0A000 feature_not_supported`,
		"brettwooldridge/HikariCP#1003",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE customer (id int PRIMARY KEY)",
		"INSERT INTO customer VALUES (1)",
		"CREATE TABLE purchase (id int PRIMARY KEY, customer_id int REFERENCES customer)",
		"INSERT INTO purchase VALUES (10, 1)",
		"GRANT ALL ON customer, purchase TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "TRUNCATE customer", expect.Error("feature_not_supported", "0A000", "NotSupportedError")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the customer is there still", "SELECT id FROM customer", "1"),
	},
}
