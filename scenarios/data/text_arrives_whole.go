package data

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// TextArrivesWhole sends texts that a client may change on the way.
var TextArrivesWhole = scenario.Scenario{
	ID:    "data/text-arrives-whole",
	Title: "a text with quotes, backslashes, other scripts and white space is sent as an argument, and comes back",
	Why:   "What is sent is what is stored: a client that changes a text, or ends it early, has lost data without a word.",
	Refs: []string{
		`PostgreSQL manual, "String Constants"`,
		`PostgreSQL manual, "Character Set Support"`,
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT length($1::text)::text || ' ' || md5($1::text)", expect.Rows(digest(awkward)), awkward),
		step.Query("a", "SELECT $1::text", expect.OK(), awkward),
		step.Query("a", "SELECT '<' || $1::text || '>'", expect.Rows("<>"), ""),
		step.Query("a", "SELECT ($1::text IS NULL)::text", expect.Rows("true"), scenario.Null),
		step.Query("a", "SELECT length($1::text)::text", expect.Rows("100000"), strings.Repeat("x", 100000)),
	},
}

// awkward is a text in which whatever a client does to texts shows.
const awkward = `'single' "double" \backslash \n $1 %s ? :name {a} é ß 漢字 🐘 ` + "\t\r\n trailing  "

// digest is how many characters a text has, and its MD5 sum, as the server tells them.
func digest(text string) string {
	sum := md5.Sum([]byte(text)) //nolint:gosec // it proves nothing but that a text is the same
	return strconv.Itoa(utf8.RuneCountInString(text)) + " " + hex.EncodeToString(sum[:])
}
