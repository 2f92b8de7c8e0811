package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// PartitionMissing is a row for which there is no partition.
var PartitionMissing = scenario.Scenario{
	ID:    "data/partition-missing",
	Title: "an INSERT falls into no partition",
	Why: "The first of the month, and nobody has made the new partition. It looks like a CHECK that is broken, and is an " +
		"operations problem.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 23514 check_violation`,
		`PostgreSQL manual, "Table Partitioning"`,
	},
	Given: scenario.Given{SQL: []string{
		"CREATE TABLE event (day int) PARTITION BY RANGE (day)",
		"GRANT ALL ON event TO PUBLIC",
		"CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (1) TO (31)",
	}},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "INSERT INTO event VALUES ($1)", expect.Integrity("check_violation", "23514"), "31"),
	},
	Truth: []scenario.Truth{
		expect.Truth("nothing was written", "SELECT day FROM event"),
	},
}
