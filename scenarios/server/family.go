// Package server holds the scenarios in which the server ends or is ended.
package server

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		TerminateBackendWhileIdle,
		TerminateBackendMidQuery,
	}
}
