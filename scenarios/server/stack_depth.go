package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StackDepth is a function that calls itself without end.
var StackDepth = scenario.Scenario{
	ID:    "server/stack-depth",
	Title: "a function calls itself until max_stack_depth",
	Why: "Two triggers that fire each other. The server stops in time; the connection lives, and to try again is of no " +
		"use.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 54001 statement_too_complex`,
		`PostgreSQL manual, "Resource Consumption": max_stack_depth`,
	},
	Given: scenario.Given{SQL: append(stock.Ledger[:2:2],
		"CREATE FUNCTION dive(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN dive(n + 1); END'",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO ledger (entry) SELECT dive(1)::text", expect.Error("statement_too_complex", "54001", "OperationalError")),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('after')", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("only what came after is there", "after")},
}
