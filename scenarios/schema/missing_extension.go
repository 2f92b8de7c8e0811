package schema

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// MissingExtension is an extension that is not installed.
var MissingExtension = scenario.Scenario{
	ID:    "schema/missing-extension",
	Title: "an extension is created that the machine does not have",
	Why: "The migration runs on a managed server without the extension. It is 0A000, as a stale plan is, and has nothing " +
		"to do with one.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 0A000 feature_not_supported`,
		"brettwooldridge/HikariCP#1003",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "CREATE EXTENSION nowhere_to_be_found", expect.Since(15,
			expect.Error("feature_not_supported", "0A000", "NotSupportedError"),
			expect.Error("undefined_file", "58P01", "OperationalError"))),
	},
}
