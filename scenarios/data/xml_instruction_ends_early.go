package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// XMLInstructionEndsEarly is a processing instruction that would end in its middle.
var XMLInstructionEndsEarly = scenario.Scenario{
	ID:    "data/xml-instruction-ends-early",
	Title: "an XML processing instruction with its own end in it",
	Why:   "A template of another language is handed on in an export, and ends itself.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2200T invalid_xml_processing_instruction`,
		`PostgreSQL manual, "XML Functions"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT xmlpi(NAME php, $1::text)", expect.Data("invalid_xml_processing_instruction", "2200T"), "echo 1; ?>"),
	},
}
