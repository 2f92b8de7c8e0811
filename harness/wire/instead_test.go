package wire_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

func TestInsteadSaysWhatCame(t *testing.T) {
	said := []wire.Message{
		{Conn: 1, Direction: wire.Upstream, Type: "Query", Summary: "INSERT INTO\n t VALUES (1)"},
		{Conn: 1, Direction: wire.Downstream, Type: "DataRow", Size: 14},
		{Conn: 1, Direction: wire.Downstream, Type: "DataRow", Size: 14},
		{Conn: 1, Direction: wire.Downstream, Type: "CommandComplete", Summary: "INSERT 0 1", Size: 15},
		{Conn: 1, Direction: wire.Downstream, Type: "ErrorResponse", Summary: "ERROR 23505 x", SQLState: "23505"},
		{Conn: 1, Event: wire.Aborted, Direction: wire.Downstream},
	}
	for _, c := range []struct {
		at   wire.Position
		want string
	}{
		{wire.Position{Message: "CommandComplete", Tag: "UPDATE"}, `there came CommandComplete "INSERT 0 1"`},
		{wire.Position{Message: "Query", SQL: "update"}, `there came Query "INSERT INTO t VALUES (1)"`},
		{wire.Position{SQLState: "40001"}, `there came ErrorResponse "ERROR 23505 x"`},
		{wire.Position{Message: "DataRow", Occurrence: 3}, "it came 2 times, not 3"},
		{wire.Position{Message: "DataRow", Offset: 20}, "there came DataRow of 14 bytes ×2"},
		{wire.Position{Message: "DataRow", Conn: 2}, "there came DataRow on connection 1 ×2"},
		{wire.Position{Message: "CopyInResponse"}, "there came DataRow ×2, CommandComplete, ErrorResponse"},
		{wire.Position{Message: "Sync"}, "there came Query"},
		{wire.Position{}, "there came Query, DataRow ×2, CommandComplete, ErrorResponse"},
	} {
		if got := c.at.Instead(said); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.at, got, c.want)
		}
	}
	if got := (wire.Position{Message: "Query"}).Instead(nil); got != "nothing went upstream" {
		t.Errorf("with nothing said: %s", got)
	}
}
