package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoXpath is a text that is no XPath.
var TextIsNoXpath = scenario.Scenario{
	ID:    "data/text-is-no-xpath",
	Title: "a text that is no XPath expression",
	Why: "The path comes from a setting of the customer's. Before PostgreSQL 18 this is an internal error by its code, " +
		"which sets off the alarm for a broken server: it is the path that is broken.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 10608 invalid_argument_for_xquery`,
		`PostgreSQL manual, "XML Functions"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT xpath($1::text, '<order/>')", expect.Since(18, expect.Error("invalid_argument_for_xquery", "10608", "DatabaseError"), expect.Error("internal_error", "XX000", "InternalError")), "/order["),
	},
}
