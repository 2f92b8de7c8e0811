package wire

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/internal/spell"
)

// Validate checks that p can be in a conversation. Its error is a *PositionError.
func (p Position) Validate() error {
	_, err := p.resolve()
	return err
}

// resolve returns p with its direction filled in where the message implies it.
func (p Position) resolve() (Position, error) {
	bad := func(format string, args ...any) (Position, error) {
		return p, &PositionError{Position: p, Why: fmt.Sprintf(format, args...)}
	}
	switch {
	case p.Conn < 0:
		return bad("conn %d is negative; connections count from 1, and 0 means any", p.Conn)
	case p.Tx != "" && !slices.Contains(txStatuses, p.Tx):
		return bad("tx %q is none of %q", p.Tx, txStatuses)
	case p.Now():
		return p, nil
	case p.Direction != "" && p.Direction != Upstream && p.Direction != Downstream:
		return bad("direction %q is neither %q nor %q", p.Direction, Upstream, Downstream)
	case p.Offset < Whole:
		return bad("offset %d is neither a number of bytes nor %d (whole message)", p.Offset, Whole)
	case p.Occurrence < 0:
		return bad("occurrence %d is negative; it counts from 1, and 0 means the first", p.Occurrence)
	case p.SQL != "" && p.Message != "" && !slices.Contains(withSQL, p.Message):
		return bad("sql can be looked for in one of %q, not in %s", withSQL, p.Message)
	case p.Tag != "" && p.Message != "" && p.Message != nameComplete:
		return bad("tag is part of %s, not of %s", nameComplete, p.Message)
	case p.SQLState != "" && len(p.SQLState) != 5 && len(p.SQLState) != 2:
		return bad("sqlstate %q is neither a code (5 characters) nor a class of codes (2)", p.SQLState)
	case p.SQLState != "" && p.Message != "" && p.Message != nameError && p.Message != nameNotice:
		return bad("sqlstate is part of %s and %s, not of %s", nameError, nameNotice, p.Message)
	case p.SQL != "" && (p.Tag != "" || p.SQLState != ""):
		return bad("sql travels upstream, tag and sqlstate downstream: a position has one of them")
	case p.Tag != "" && p.SQLState != "":
		return bad("no message has both a tag and a sqlstate")
	}
	dirs := []Direction{Upstream, Downstream}
	switch {
	case p.Message != "":
		if dirs = directionsOf(p.Message); dirs == nil {
			return bad("unknown message %q: %s", p.Message, meant(p.Message))
		}
	case p.SQL != "":
		dirs = []Direction{Upstream}
	case p.Tag != "" || p.SQLState != "":
		dirs = []Direction{Downstream}
	}
	switch {
	case p.Direction == "" && len(dirs) == 1:
		p.Direction = dirs[0]
	case p.Direction == "":
		return bad("direction is missing: %s travels both ways, say %q or %q", anyName(p.Message), Upstream, Downstream)
	case !slices.Contains(dirs, p.Direction):
		return bad("%s travels %s, not %s", what(p), dirs[0], p.Direction)
	}
	return p, nil
}

// meant says which message was meant by a name that there isn't, or else what the names are.
func meant(name string) string {
	known := MessageNames()
	for _, n := range known { // also where nothing but the case is wrong
		if strings.EqualFold(n, name) {
			return "did you mean " + n + "?"
		}
	}
	if near := spell.Nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "names are those of the manual's Message Formats, such as Query, DataRow, StartupMessage"
}

func anyName(message string) string {
	if message == "" {
		return "a message of any name"
	}
	return message
}

func what(p Position) string {
	switch {
	case p.Message != "":
		return p.Message
	case p.SQL != "":
		return "sql"
	case p.Tag != "":
		return "tag"
	}
	return "sqlstate"
}

// withSQL are the messages that say SQL, or name something that does.
var withSQL = []string{nameQuery, nameParse, nameBind, nameExecute}

var txStatuses = []string{"idle", "intrans", "inerror"}
