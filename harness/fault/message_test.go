package fault_test

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/wire"
)

// answers injects f and returns what a client gets for a statement: the messages, and the error of its socket.
func answers(t *testing.T, f fault.Fault, sql string) (i fault.Injection, c *rawpg.Conn, names []string, ended error) {
	t.Helper()
	rig := harness.Start(t, harness.Config{})
	c = connect(t, rig)
	i = rig.Inject(f)
	names, ended = c.Query(sql)
	return i, c, names, ended
}

// What each fault makes of the answer to SELECT 1: RowDescription, DataRow, CommandComplete, ReadyForQuery.
func TestFaultsOfMessages(t *testing.T) {
	row := wire.Position{Message: "DataRow"}
	tag := complete("SELECT")
	for _, c := range []struct {
		name  string
		fault fault.Fault
		want  string // the messages
		say   string // is part of what fired
	}{
		{"drop", fault.Drop{At: row}, "RowDescription|SELECT 1", "downstream DataRow #1, after byte 0"},
		{"duplicate", fault.Duplicate{At: row}, "RowDescription|DataRow|DataRow|SELECT 1", "DataRow"},
		{"truncate, reframed", fault.Truncate{At: wire.Position{Message: "CommandComplete", Offset: 11}, Reframe: true}, "RowDescription|DataRow", "CommandComplete"},
		{"replace", fault.Replace{At: row, Say: wire.Content{Notice: wire.Fields{Message: "hi"}}}, "RowDescription|NoticeResponse|SELECT 1", "NoticeResponse NOTICE  hi"},
		{"inject error", fault.Inject{At: tag, Say: wire.Content{Error: wire.Fields{SQLState: "57P01", Severity: "FATAL"}}}, "RowDescription|DataRow|FATAL 57P01|SELECT 1", "FATAL 57P01"},
		{"inject notice", fault.Inject{At: row, Say: wire.Content{Notice: wire.Fields{Severity: "WARNING", SQLState: "01000"}}}, "RowDescription|NoticeResponse|DataRow|SELECT 1", "WARNING 01000"},
		{"corrupt a letter of the tag", fault.Corrupt{At: wire.Position{Message: "CommandComplete", Offset: 5}, Mask: 'S' ^ 'X'}, "RowDescription|DataRow|XELECT 1", "0x53 became 0x58"},
		{"slice", fault.Slice{At: row, Size: 5}, "RowDescription|DataRow|SELECT 1", "DataRow"},
		{"delay", fault.Delay{At: tag, For: 30 * time.Millisecond}, "RowDescription|DataRow|SELECT 1", "30ms"},
		{"faithful error", fault.FaithfulError{At: query("select"), Error: wire.Fields{SQLState: "40001"}}, "ERROR 40001", "ERROR 40001"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			i, conn, got, err := answers(t, c.fault, "SELECT 1")
			took := time.Since(start)
			if errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(c.name, "truncate") {
				err = nil // the message that is too short has no end for the decoder
			}
			if err != nil || strings.Join(got, "|") != c.want {
				t.Fatalf("got %q, %v; want %s", got, err, c.want)
			}
			if f := fired(t, i, 1)[0]; f.Conn != 1 || !strings.Contains(f.Where, c.say) {
				t.Errorf("%+v", f)
			}
			if d, ok := c.fault.(fault.Delay); ok && took < d.For {
				t.Errorf("took %s", took)
			}
			if strings.HasPrefix(c.name, "truncate") {
				return
			}
			ask(t, conn, "SELECT 2", one...)
		})
	}
}

// Bytes that no decoder takes: they are read from the socket as they are.
func TestBytesOfFaults(t *testing.T) {
	const tag, z = "C\x00\x00\x00\x0dSELECT 0\x00", "Z\x00\x00\x00\x05I"
	at := complete("SELECT")
	after := func(n int) wire.Position { p := at; p.Offset = n; return p }
	for _, c := range []struct {
		name  string
		fault fault.Fault
		want  string
	}{
		{"truncate", fault.Truncate{At: after(3)}, tag[:3] + z},
		{"truncate, reframed", fault.Truncate{At: after(7), Reframe: true}, "C\x00\x00\x00\x06SE" + z},
		{"corrupt type", fault.Corrupt{At: at, Part: wire.Type, Mask: 1}, "B" + tag[1:] + z},
		{"corrupt length", fault.Corrupt{At: after(4), Mask: 0x80}, "C\x00\x00\x00\x8dSELECT 0\x00" + z},
		{"unknown type", fault.Inject{At: at, Say: wire.Content{Unknown: true}}, "!\x00\x00\x00\x1fno message of PostgreSQL's\x00" + tag + z},
		{"oversize", fault.Inject{At: at, Say: wire.Content{Oversize: true}}, "D\x7f\xff\xff\xff" + tag + z},
		{"hex", fault.Inject{At: after(2), Say: wire.Content{Hex: "00ff"}}, tag[:2] + "\x00\xff" + tag[2:] + z},
		{"duplicate", fault.Duplicate{At: at}, tag + tag + z},
		{
			"error with all",
			fault.Replace{At: at, Say: wire.Content{Error: wire.Fields{Localized: "치명적오류", Severity: "FATAL", SQLState: "57P01", Message: "m", Hint: "h"}}},
			"E\x00\x00\x00\x2aS치명적오류\x00VFATAL\x00C57P01\x00Mm\x00Hh\x00\x00" + z,
		},
		{
			"error without V",
			fault.Replace{At: at, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "08P01", Message: "m", Omit: "V"}}},
			"E\x00\x00\x00\x16SFATAL\x00C08P01\x00Mm\x00\x00" + z,
		},
		{
			"error of V alone",
			fault.Replace{At: at, Say: wire.Content{Error: wire.Fields{Omit: "SCM"}}},
			"E\x00\x00\x00\x0cVERROR\x00\x00" + z,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			conn := connect(t, rig)
			i := rig.Inject(c.fault)
			if err := conn.Ask("SELECT 1 LIMIT 0"); err != nil {
				t.Fatal(err)
			}
			description := make([]byte, 5+len("\x00\x01?column?\x00")+18)
			got := make([]byte, len(c.want))
			for _, b := range [][]byte{description, got} {
				if _, err := io.ReadFull(conn.Socket, b); err != nil {
					t.Fatal(err)
				}
			}
			if description[0] != 'T' || string(got) != c.want {
				t.Fatalf("got %q\nwant %q", got, c.want)
			}
			nothing(t, conn)
			fired(t, i, 1)
		})
	}
}

// nothing checks that nothing comes: time is the fault here, and is asserted on one side only.
func nothing(t *testing.T, c *rawpg.Conn) {
	t.Helper()
	if err := c.Socket.SetReadDeadline(time.Now().Add(40 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if n, err := c.Socket.Read(b[:]); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	if err := c.Socket.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
}

// A server that says good-bye to a client that is idle.
func TestInjectNow(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	a, b := connect(t, rig), connect(t, rig)
	ask(t, a, "BEGIN", "BEGIN")
	i := rig.Inject(fault.Inject{At: wire.Position{Tx: "intrans"}, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "25P03"}}, Close: true})
	got, err := a.Answers()
	if !slices.Equal(got, []string{"FATAL 25P03"}) || err == nil {
		t.Fatalf("%q, %v", got, err)
	}
	fired(t, i, 1)
	ask(t, b, "SELECT 1", one...)
}

// The server has done what the client asked, and the client hears nothing, until the fault is healed.
func TestSwallow(t *testing.T) {
	for _, at := range []wire.Position{{}, query("insert"), complete("INSERT")} {
		t.Run(at.String(), func(t *testing.T) {
			rig := harness.Start(t, harness.Config{})
			rig.SQL("CREATE TABLE t (); GRANT ALL ON t TO public")
			c := connect(t, rig)
			i := rig.Inject(fault.Swallow{At: at})
			if got := i.Fired(); got != nil {
				t.Errorf("fired before anything was said: %+v", got)
			}
			if err := c.Ask("INSERT INTO t DEFAULT VALUES"); err != nil {
				t.Fatal(err)
			}
			nothing(t, c)
			fired(t, i, 1)
			if got := rig.SQL("SELECT count(*) FROM t"); got[0][0] != "1" {
				t.Errorf("%s rows", got[0][0])
			}
			rig.Heal()
			ask(t, c, "SELECT 1", one...)
			for _, m := range rig.Conversation() {
				if m.Type == "CommandComplete" && m.Summary == "INSERT 0 1" && m.Fate != wire.Dropped {
					t.Errorf("%+v", m)
				}
			}
		})
	}
}

// The client sees the end, and what it writes is still heard and done.
func TestHalfClose(t *testing.T) {
	for _, at := range []wire.Position{{}, {Message: "RowDescription", Offset: 4}} {
		rig := harness.Start(t, harness.Config{})
		rig.SQL("CREATE TABLE t (); GRANT ALL ON t TO public")
		c := connect(t, rig)
		i := rig.Inject(fault.HalfClose{At: at})
		if !at.IsZero() {
			if err := c.Ask("SELECT 1"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := io.ReadAll(c.Socket); len(got) != at.Offset || err != nil {
			t.Fatalf("%q, %v", got, err)
		}
		if err := c.Ask("INSERT INTO t DEFAULT VALUES"); err != nil {
			t.Fatal(err)
		}
		for start := time.Now(); rig.SQL("SELECT count(*) FROM t")[0][0] != "1"; {
			if time.Since(start) > 10*time.Second {
				t.Fatal("the server did not do what the client asked")
			}
		}
		fired(t, i, 1)
	}
}

// A half close towards the server ends its side, and the client hears what it still says.
func TestHalfCloseUpstream(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.HalfClose{At: complete("SELECT"), Only: wire.Upstream})
	ask(t, c, "SELECT 1", one...)
	ends(t, c, errEnd)
	fired(t, i, 1)
}

// A client that writes more than all buffers take is stopped, and goes on when the fault is healed.
func TestZeroWindow(t *testing.T) {
	if !wire.TellsWindow() {
		t.Skip("the kernel does not tell how much a peer may write")
	}
	rig := harness.Start(t, harness.Config{})
	c := connect(t, rig)
	i := rig.Inject(fault.ZeroWindow{})
	if err := c.Ask("SELECT 1"); err != nil {
		t.Fatal(err)
	}
	nothing(t, c)
	if got := i.Fired(); got != nil {
		t.Errorf("fired although there is room: %+v", got)
	}
	c.Frontend.Send(&pgproto3.Query{String: "SELECT 2 --" + strings.Repeat("x", 32<<20)})
	if err := c.Socket.SetWriteDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if err := c.Flush(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	// The kernel tells it when the client asks again.
	if err := poll.Until(ctx, func(context.Context) (bool, error) { return len(i.Fired()) > 0, nil }); err != nil {
		t.Fatalf("the kernel tells of room: %v", err)
	}
	rig.Heal()
	if got, err := c.Answers(); err != nil || !slices.Equal(got, one) {
		t.Fatalf("%q, %v", got, err)
	}
}

// Who reads a message has its double with it: what a client makes of one that comes later, when it has asked again, is
// another thing, and must not be a matter of luck.
func TestADoubleComesWithItsMessage(t *testing.T) {
	rig := harness.Start(t, harness.Config{})
	conn := connect(t, rig)
	i := rig.Inject(fault.Duplicate{At: wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"}, Times: -1})
	const ready = "Z\x00\x00\x00\x05I"
	for n := range 200 {
		if err := conn.Ask("SELECT 1"); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, 1<<16)
		for got := ""; !strings.Contains(got, ready); {
			size, err := conn.Socket.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			if got = string(b[:size]); strings.Contains(got, ready) && !strings.HasSuffix(got, ready+ready) {
				t.Fatalf("answer %d ends with %q", n, got)
			}
		}
	}
	fired(t, i, 200)
}
