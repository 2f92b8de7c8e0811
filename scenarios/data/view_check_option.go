package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// ViewCheckOption is a row that the view would not show.
var ViewCheckOption = scenario.Scenario{
	ID:    "data/view-check-option",
	Title: "an INSERT through a view that would not show it",
	Why: "A tenant writes through a view with a CHECK OPTION a row of another tenant. Class 44 is often unknown to " +
		"libraries.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 44000 with_check_option_violation`,
		`PostgreSQL manual, "CREATE VIEW": WITH CHECK OPTION`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE item (tenant int)",
		"GRANT ALL ON item TO PUBLIC",
		"CREATE VIEW mine AS SELECT * FROM item WHERE tenant = 1 WITH CHECK OPTION",
		"GRANT ALL ON mine TO PUBLIC",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO mine VALUES ($1)", expect.Programming("with_check_option_violation", "44000"), "2"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT tenant FROM item"),
	},
}
