package server

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// StackDepthInTransaction is a function that calls itself without end, in a transaction.
var StackDepthInTransaction = scenario.Scenario{
	ID:    "server/stack-depth-in-transaction",
	Title: "a function calls itself until max_stack_depth, in a transaction",
	Why:   "The error is some hundred kilobytes long, since it tells of every call. It is an error like any other.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 54001 statement_too_complex`,
		`PostgreSQL manual, "Resource Consumption": max_stack_depth`,
	},
	Given: scenario.Given{Needs: []target.Capability{target.CapTx}, SQL: append(stock.Ledger[:2:2],
		"CREATE FUNCTION dive(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN dive(n + 1); END'",
	)},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Begin("a"),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('first')", expect.InTrans()),
		step.Query("a", "SELECT dive(1)", expect.ErrorInTx("statement_too_complex", "54001", "OperationalError")),
		step.Rollback("a", expect.OK()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
