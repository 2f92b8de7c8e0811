package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		at  wire.Position
		why string // empty where it is good
	}{
		{wire.Position{}, ""},
		{wire.Position{Message: "Query"}, ""},
		{wire.Position{Message: "StartupMessage", Offset: 3}, ""},
		{wire.Position{Message: "AuthenticationSASLFinal"}, ""},
		{wire.Position{SQL: "x"}, ""},
		{wire.Position{Tag: "x", Offset: wire.Whole}, ""},
		{wire.Position{Direction: wire.Upstream, Occurrence: 7}, ""},
		{wire.Position{Direction: wire.Downstream, Message: "CopyData"}, ""},
		{wire.Position{Message: "Unknown", Direction: wire.Upstream}, `unknown message "Unknown"`},
		{wire.Position{Message: "DataRwo"}, `unknown message "DataRwo": did you mean DataRow?`},
		{wire.Position{Message: "xyzzyxyzzy"}, "Message Formats"},
		{wire.Position{Message: "CopyData"}, "direction is missing"},
		{wire.Position{Occurrence: 2}, "direction is missing"},
		{wire.Position{Message: "query"}, "did you mean Query?"},
		{wire.Position{Message: "Query", Direction: wire.Downstream}, "travels upstream"},
		{wire.Position{SQL: "x", Direction: wire.Downstream}, "travels upstream"},
		{wire.Position{Direction: "sideways"}, "neither"},
		{wire.Position{Message: "Query", Offset: -2}, "offset -2"},
		{wire.Position{Message: "Query", Occurrence: -1}, "occurrence -1"},
		{wire.Position{Message: "Sync", SQL: "x"}, "sql can be looked for"},
		{wire.Position{Message: "DataRow", Tag: "x"}, "tag is part of"},
		{wire.Position{SQL: "x", Tag: "x"}, "one of them"},
		{wire.Position{Conn: 2, Application: "a", Tx: "idle"}, ""},
		{wire.Position{SQLState: "40001"}, ""},
		{wire.Position{SQLState: "4000"}, "neither a code"},
		{wire.Position{SQLState: "40001", Message: "DataRow"}, "sqlstate is part of"},
		{wire.Position{SQLState: "40001", SQL: "x"}, "one of them"},
		{wire.Position{SQLState: "40001", Tag: "x"}, "no message has both"},
		{wire.Position{SQLState: "40001", Direction: wire.Upstream}, "sqlstate travels downstream"},
		{wire.Position{Tx: "active"}, "none of"},
		{wire.Position{Conn: -1}, "conn -1"},
	} {
		err := c.at.Validate()
		var position *wire.PositionError
		switch {
		case c.why == "" && err != nil:
			t.Errorf("%+v: %v", c.at, err)
		case c.why != "" && (!errors.As(err, &position) || !strings.Contains(err.Error(), c.why) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%+v: %v, want %q", c.at, err, c.why)
		}
	}
}
