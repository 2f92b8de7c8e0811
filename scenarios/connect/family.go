// Package connect holds the scenarios in which no connection comes about.
package connect

import "github.com/pgfault/pgfault/harness/scenario"

// All lists the family's scenarios.
func All() []scenario.Scenario {
	return []scenario.Scenario{
		Refused,
		WrongPassword,
		SilentAfterAccept,
	}
}
