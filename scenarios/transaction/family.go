// Package transaction holds the scenarios in which transactions get in each other's way.
package transaction

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		Deadlock,
	}
}
