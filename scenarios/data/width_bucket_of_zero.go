package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// WidthBucketOfZero is a histogram without bars.
var WidthBucketOfZero = scenario.Scenario{
	ID:    "data/width-bucket-of-zero",
	Title: "a histogram with no bar",
	Why:   "The number of bars came from a setting.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 2201G invalid_argument_for_width_bucket_function`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT width_bucket(5, 0, 10, $1::text::int)", expect.Data("invalid_argument_for_width_bucket_function", "2201G"), "0"),
	},
}
