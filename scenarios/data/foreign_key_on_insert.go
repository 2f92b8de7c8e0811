package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ForeignKeyOnInsert is a row that refers to nothing.
var ForeignKeyOnInsert = scenario.Scenario{
	ID:    "data/foreign-key-on-insert",
	Title: "an INSERT refers to a row that does not exist",
	Why: "The customer was deleted between two requests, or the id is from another database. Nothing was written, and the " +
		"same again fails again.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23503 foreign_key_violation`,
		`PostgreSQL manual, "Foreign Keys"`,
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
		step.Query("a", "INSERT INTO purchase VALUES ($1, $2)", expect.Integrity("foreign_key_violation", "23503"), "11", "99"),
	},
	Truth: []scenario.Truth{
		expect.Truth("the purchase that was there is there alone", "SELECT id FROM purchase", "10"),
	},
}
