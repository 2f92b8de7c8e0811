package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextIsNoXML is a text that is no XML.
var TextIsNoXML = scenario.Scenario{
	ID:    "data/text-is-no-xml",
	Title: "a text that is no XML",
	Why:   "A partner's feed that was cut off on its way.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200N invalid_xml_content`,
		`PostgreSQL manual, "XML Type"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT $1::text::xml", expect.Data("invalid_xml_content", "2200N"), "<order><id>1</id>"),
	},
}
