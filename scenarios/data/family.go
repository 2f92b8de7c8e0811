// Package data holds the scenarios in which the data themselves are refused.
package data

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		UniqueViolation,
	}
}
