package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// XMLWithTwoRoots is XML that is no document.
var XMLWithTwoRoots = scenario.Scenario{
	ID:    "data/xml-with-two-roots",
	Title: "XML with two roots is asked for as a document",
	Why: "Two messages were written into one file. It is good XML content, and so it was stored; only whoever wants a " +
		"document of it learns that it is none.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200L not_an_xml_document`,
		`PostgreSQL manual, "XML Type"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT xmlserialize(DOCUMENT $1::text::xml AS text)", expect.Data("not_an_xml_document", "2200L"), "<order/><order/>"),
	},
}
