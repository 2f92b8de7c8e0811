package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// JSONPathNotDatetime is a JSON path that takes a text for a time.
var JSONPathNotDatetime = scenario.Scenario{
	ID:    "data/json-path-not-datetime",
	Title: "a JSON path takes a text for a time that is none",
	Why:   "An API sends a date, and the words \"as soon as possible\" in its place now and then.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 22031 invalid_argument_for_sql_json_datetime_function`,
		`PostgreSQL manual, "The SQL/JSON Path Language"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT jsonb_path_query($1::text::jsonb, '$.due.datetime()')", expect.Data("invalid_argument_for_sql_json_datetime_function", "22031"), "{\"due\": \"soon\"}"),
	},
}
