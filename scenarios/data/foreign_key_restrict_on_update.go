package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ForeignKeyRestrictOnUpdate is RESTRICT, whose code PostgreSQL 18 has changed.
var ForeignKeyRestrictOnUpdate = scenario.Scenario{
	ID:    "data/foreign-key-restrict-on-update",
	Title: "an UPDATE of a key that another table refers to with RESTRICT",
	Why: "Until PostgreSQL 17 RESTRICT said 23503, like any foreign key; since 18 it says 23001. Programs that know only " +
		"the one code show a server error after the upgrade where they had shown a message.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23001 restrict_violation`,
		"PostgreSQL 18: commit 086c84b23d",
		"prisma/prisma#29554",
		"elixir-ecto/ecto_sql#712",
		"Giorgi/EntityFramework.Exceptions#103",
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE customer (id int PRIMARY KEY)",
		"INSERT INTO customer VALUES (1)",
		"CREATE TABLE purchase (id int PRIMARY KEY, customer_id int REFERENCES customer ON UPDATE RESTRICT)",
		"INSERT INTO purchase VALUES (10, 1)",
		"GRANT ALL ON customer, purchase TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "UPDATE customer SET id = 2 WHERE id = 1", expect.Since(18, scenario.Expect{Condition: []pgdiag.Condition{"restrict_violation"}, SQLState: []string{"23001"}}, expect.Integrity("foreign_key_violation", "23503"))),
	},
	Truth: []scenario.Truth{
		expect.Truth("the customer is there still", "SELECT id FROM customer", "1"),
	},
}
