// Package schema holds the scenarios in which a statement and the database's schema don't fit.
package schema

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		MissingTable,
	}
}
