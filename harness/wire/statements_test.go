package wire_test

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness/wire"
)

// encodeMessages is what a client's messages look like on the wire.
func encodeMessages(t *testing.T, messages ...pgproto3.FrontendMessage) (b []byte) {
	t.Helper()
	for _, m := range messages {
		var err error
		if b, err = m.Encode(b); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func parse(name, sql string) pgproto3.FrontendMessage {
	return &pgproto3.Parse{Name: name, Query: sql}
}

func bind(portal, name string) pgproto3.FrontendMessage {
	return &pgproto3.Bind{DestinationPortal: portal, PreparedStatement: name}
}

func execute(portal string) pgproto3.FrontendMessage { return &pgproto3.Execute{Portal: portal} }

// A Bind and an Execute are known by the SQL that was prepared earlier, before the trap was set too, under whichever name.
func TestSQLBehindNames(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	other, otherServer := open(t, s, p)
	pass := func(messages ...pgproto3.FrontendMessage) {
		t.Helper()
		b := encodeMessages(t, messages...)
		for _, part := range [][]byte{b[:len(b)/2], b[len(b)/2:]} { // in pieces, as it may come
			send(t, client, part)
		}
		expect(t, server, b)
	}
	pass(parse("a", "SELECT apples"), parse("b", "INSERT INTO pears"), parse("", "SELECT plums"), bind("early", "b"))
	counts := map[wire.Position]int{
		{Message: "Bind", SQL: "APPLES"}:                2,
		{Message: "Execute", SQL: "apples"}:             3,
		{Message: "Execute", SQL: "pears"}:              1,
		{Message: "Bind", SQL: "plums"}:                 1,
		{Message: "Execute", SQL: "cherries"}:           1,
		{Message: "Execute", SQL: "plums"}:              0,
		{SQL: "apples"}:                                 1, // without a message, what is not bound for the first time brings it
		{Message: "Execute", SQL: "apples", Conn: 2}:    0,
		{Message: "Execute", SQL: "select", Offset: 3}:  4,
		{Message: "Bind", SQL: "select", Occurrence: 2}: 3,
	}
	armed := map[wire.Position]*wire.Armed{}
	for at := range counts {
		armed[at] = arm(t, s, wire.Trap{At: at, Do: wire.Observe{}, Times: -1})
	}
	pass(bind("", "a"), execute(""), execute(""), &pgproto3.Sync{})
	pass(execute("early"), bind("x", "a"), bind("", ""), execute("x"), &pgproto3.Close{ObjectType: 'P', Name: "x"}, execute("x"))
	pass(&pgproto3.Close{ObjectType: 'S', Name: "a"}, bind("", "a"), execute(""))
	pass(parse("a", "SELECT cherries"), bind("", "a"), execute(""))
	b := encodeMessages(t, bind("", "b"), execute("")) // names are a connection's own
	send(t, other, b)
	expect(t, otherServer, b)
	for at, want := range counts {
		if got := len(armed[at].Fired()); got != want {
			t.Errorf("%s: %d, want %d", at, got, want)
		}
	}
}

// What is remembered is bounded: the oldest names are forgotten.
func TestNamesAreBounded(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	a := arm(t, s, wire.Trap{At: wire.Position{Message: "Bind", SQL: "SELECT"}, Do: wire.Observe{}, Times: -1})
	const most, more = 256, 10
	for n := range most + more {
		b := encodeMessages(t, parse(fmt.Sprintf("s%d", n), "SELECT 1"))
		send(t, client, b)
		expect(t, server, b)
	}
	for n := range most + more {
		b := encodeMessages(t, bind("", fmt.Sprintf("s%d", n)))
		send(t, client, b)
		expect(t, server, b)
	}
	if got := len(a.Fired()); got != most {
		t.Errorf("%d names are known, want %d", got, most)
	}
}
