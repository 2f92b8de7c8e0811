package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// XMLCommentEndsEarly is a comment that would end in its middle.
var XMLCommentEndsEarly = scenario.Scenario{
	ID:    "data/xml-comment-ends-early",
	Title: "an XML comment with two hyphens in it",
	Why:   "What somebody typed goes into an export as a comment.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200S invalid_xml_comment`,
		`PostgreSQL manual, "XML Functions"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT xmlcomment($1::text)", expect.Data("invalid_xml_comment", "2200S"), "late -- call first"),
	},
}
