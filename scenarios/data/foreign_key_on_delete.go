package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ForeignKeyOnDelete is a row that others refer to.
var ForeignKeyOnDelete = scenario.Scenario{
	ID:    "data/foreign-key-on-delete",
	Title: "a DELETE of a row that another table refers to",
	Why: "The admin page deletes a customer who has bought something. The error says which table refers to it; a program " +
		"that takes it for \"not found\" reports a success that is none.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23503 foreign_key_violation`,
		`PostgreSQL manual, "Foreign Keys": NO ACTION`,
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
		step.Query("a", "DELETE FROM customer WHERE id = 1", expect.Integrity("foreign_key_violation", "23503")),
	},
	Truth: []scenario.Truth{
		expect.Truth("the customer is there still", "SELECT id FROM customer", "1"),
	},
}
