package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoXMLDocument is a text that is no whole XML document.
var TextIsNoXMLDocument = scenario.Scenario{
	ID:    "data/text-is-no-xml-document",
	Title: "a text that must be a whole XML document and is none",
	Why:   "A file came empty but for a line of text: an error page of the server that it was fetched from.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200M invalid_xml_document`,
		`PostgreSQL manual, "XML Type"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT xmlparse(DOCUMENT $1::text)", expect.Data("invalid_xml_document", "2200M"), "Service Unavailable"),
	},
}
