package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// EncodingOfRole reads and writes where the role that logs in has another encoding.
var EncodingOfRole = scenario.Scenario{
	ID:    "data/encoding-of-role",
	Title: "the role that logs in has another encoding, unless its client says one",
	Why: "An old application's role has client_encoding set, and a new client uses the role. One that takes every text for UTF-8 and never " +
		"says so reads and keeps other letters, in this database alone, and with this role alone.",
	Refs: []string{
		"PeerDB-io/peerdb#2553",
		`PostgreSQL manual, "ALTER ROLE": SET configuration_parameter`,
		`PostgreSQL manual, "Character Set Support": Automatic Character Set Conversion`,
	},
	Given: scenario.Given{SQL: words("ALTER ROLE %2$I IN DATABASE %1$I SET client_encoding = LATIN1")},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT word FROM words WHERE n = $1", expect.Rows("größe"), "1"),
		step.Query("a", "INSERT INTO words VALUES (2, $1)", scenario.Expect{}, "café"),
	},
	Truth: []scenario.Truth{expect.Truth("what was written is what was meant", "SELECT word FROM words WHERE n = 2", "café")},
}
