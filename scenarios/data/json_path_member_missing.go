package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathMemberMissing is a JSON path that meets nothing.
var JSONPathMemberMissing = scenario.Scenario{
	ID:    "data/json-path-member-missing",
	Title: "a strict JSON path asks for a member that is not there",
	Why:   "An API has left out a field.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2203A sql_json_member_not_found`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, 'strict $.name')", expect.Data("sql_json_member_not_found", "2203A"), "{}"),
	},
}
