package data

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// EncodingOfDatabase reads and writes where the database gives its clients another encoding than theirs.
var EncodingOfDatabase = scenario.Scenario{
	ID:    "data/encoding-of-database",
	Title: "the database gives its clients another encoding, unless they say theirs",
	Why: "A database that was moved from an old machine has client_encoding set. A client that takes every text for UTF-8 and never says so " +
		"reads other letters than were written, and what it writes is kept as other letters: for good, and without an error.",
	Refs: []string{
		"PeerDB-io/peerdb#2553",
		"brianc/node-postgres#906",
		`PostgreSQL manual, "Character Set Support": Automatic Character Set Conversion`,
	},
	Given: scenario.Given{SQL: words("ALTER DATABASE %1$I SET client_encoding = LATIN1")},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT word FROM words WHERE n = $1", expect.Rows("größe"), "1"),
		step.Query("a", "INSERT INTO words VALUES (2, $1)", scenario.Expect{}, "café"),
	},
	Truth: []scenario.Truth{expect.Truth("what was written is what was meant", "SELECT word FROM words WHERE n = 2", "café")},
}

// words are a table with a word in it, and what gives clients another encoding: of the database (1) or of its owner (2).
func words(alter string) []string {
	return []string{
		"CREATE TABLE words (n int, word text)",
		"GRANT ALL ON words TO PUBLIC",
		"INSERT INTO words VALUES (1, 'größe')",
		"DO $$ BEGIN EXECUTE (SELECT format('" + alter + "', datname, pg_get_userbyid(datdba)) FROM pg_database WHERE datname = current_database()); END $$",
	}
}
