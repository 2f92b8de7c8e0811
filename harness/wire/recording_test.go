package wire_test

import (
	"encoding/json"
	"net"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// conversation sends what it is given, one message at a time, and returns what was recorded of it.
func conversation(t *testing.T, s *wire.Stage, p *peer, messages ...any) []wire.Message {
	t.Helper()
	client, server := dial(t, s, p)
	opened(t, s)
	mark := s.Mark()
	for _, m := range messages {
		switch m := m.(type) {
		case up:
			send(t, client, m)
			expect(t, server, m)
		case down:
			send(t, server, m)
			expect(t, client, m)
		}
	}
	return s.Since(mark)
}

type (
	up   []byte
	down []byte
)

func TestRecording(t *testing.T) {
	const secret = "hunter2"
	p := newPeer(t)
	s := newStage(t, p)
	got := conversation(t, s, p,
		up(untyped(80877104, "")), down("N"), up(untyped(80877103, "")), down("N"),
		up(untyped(196608, "user\x00bob\x00database\x00d\x00options\x00"+secret+"\x00\x00")),
		down(typed('R', "\x00\x00\x00\x0aSCRAM-SHA-256\x00\x00")), up(typed('p', "SCRAM-SHA-256\x00\x00\x00\x00\x07"+secret)),
		down(typed('R', "\x00\x00\x00\x0b"+secret)), up(typed('p', secret)), down(typed('R', "\x00\x00\x00\x0c"+secret)),
		down(typed('R', "\x00\x00\x00\x03")), up(typed('p', secret+"\x00")), down(typed('R', "\x00\x00\x00\x00")),
		down(typed('K', "\x00\x00\x04\xd2"+secret)), down(typed('S', "TimeZone\x00UTC\x00")), down(ready),
		up(query("ALTER ROLE bob PASSWORD '"+secret+"'")), down(tag("ALTER ROLE")), down(typed('Z', "T")),
		up(typed('P', "s1\x00select $1\x00\x00\x00")), up(typed('B', "p1\x00s1\x00\x00\x00\x00\x01\x00\x00\x00\x07"+secret+"\x00\x00")),
		up(typed('D', "Ss1\x00")), up(typed('E', "p1\x00\x00\x00\x00\x00")), up(typed('C', "Pp1\x00")), up(typed('S', "")), up(typed('H', "")),
		down(typed('1', "")), down(typed('2', "")), down(typed('D', "\x00\x01\x00\x00\x00\x07"+secret)),
		down(typed('E', "SFEHLER\x00VERROR\x00C42P01\x00Mno such table\x00\x00")), down(typed('N', "SNOTICE\x00VNOTICE\x00C00000\x00Mhi\x00\x00")),
		down(typed('Z', "E")), down(typed('A', "\x00\x00\x00\x01chan\x00load\x00")), down(typed('!', "what")), up(typed('X', "")),
	)
	want := `GSSENCRequest|GSSENCResponse N|SSLRequest|SSLResponse N|StartupMessage user=bob database=d|AuthenticationSASL|SASLInitialResponse
AuthenticationSASLContinue|SASLResponse|AuthenticationSASLFinal|AuthenticationCleartextPassword|PasswordMessage|AuthenticationOk
BackendKeyData pid 1234, key masked|ParameterStatus TimeZone=UTC|ReadyForQuery idle|Query ALTER ROLE bob PASSWORD '****'
CommandComplete ALTER ROLE|ReadyForQuery intrans|Parse "s1" select $1|Bind "p1" statement "s1"|Describe statement "s1"|Execute "p1"
Close portal "p1"|Sync|Flush|ParseComplete|BindComplete|DataRow|ErrorResponse ERROR 42P01 no such table|NoticeResponse NOTICE 00000 hi
ReadyForQuery inerror|NotificationResponse chan|Unknown|Terminate`
	var names []string
	for i, m := range got {
		names = append(names, strings.TrimSpace(m.Type+" "+m.Summary))
		if m.Conn != 1 || m.Index != i+1 || m.At.IsZero() || m.Size == 0 {
			t.Errorf("entry %d: %+v", i, m)
		}
	}
	if all, want := strings.Join(names, "|"), strings.ReplaceAll(want, "\n", "|"); all != want {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
	var text, lines strings.Builder
	if err := wire.WriteTrace(&text, s.Recording()); err != nil {
		t.Fatal(err)
	}
	if err := wire.WriteJSON(&lines, s.Recording()); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{text.String(), lines.String()} {
		if strings.Contains(out, secret) {
			t.Errorf("a secret is told: %s", out)
		}
		if n := strings.Count(out, "\n"); n != len(s.Recording()) {
			t.Errorf("%d lines for %d entries", n, len(s.Recording()))
		}
	}
	for line := range strings.Lines(lines.String()) {
		var m wire.Message
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Error(err)
		}
	}
}

func TestRecordingOfCancelAndEncryption(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	got := conversation(t, s, p, up(untyped(80877102, "\x00\x00\x04\xd2keyx")))
	if len(got) != 1 || got[0].Type != "CancelRequest" || got[0].Backend != 1234 {
		t.Errorf("%+v", got)
	}
	got = conversation(t, s, p, up(untyped(80877102, "\x00\x00\x04\xd2keyx")), up(typed('X', "")))
	if len(got) != 2 || got[1].Type != "Terminate" || !s.Readable(0) {
		t.Errorf("a client that says goodbye after it: %+v", got)
	}
	got = conversation(t, s, p, up(untyped(80877103, "")), down("S"), up("\x16\x03\x01"), down("\x16\x03\x03"), up("more"))
	if len(got) != 4 || got[2].Event != wire.Opaque || got[3].Event != wire.Opaque {
		t.Errorf("%+v", got)
	}
}

func TestRecordingIsBounded(t *testing.T) {
	p := newPeer(t)
	s, err := wire.Listen(t.Context(), wire.Config{Upstream: p.ln.Addr().String(), Keep: 8})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(timeout(t)); err != nil {
			t.Error(err)
		}
	}()
	client, server := open(t, s, p)
	for range 50 {
		send(t, client, query("q"))
		expect(t, server, query("q"))
	}
	got := s.Recording()
	if len(got) != 8 || got[7].Index != 54 || got[0].Index != 47 || s.Dropped() == 0 {
		t.Errorf("%d entries, the last %+v, %d dropped", len(got), got[len(got)-1], s.Dropped())
	}
}

// What a client or a server says can't break out of its line, or make a terminal do things.
func TestTraceEscapes(t *testing.T) {
	var b strings.Builder
	if err := wire.WriteTrace(&b, []wire.Message{{Type: "Query", Direction: wire.Upstream, Summary: "a\nb\x1b[31mc\"é"}}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(b.String(), "\tF\t0\tQuery\ta\\nb\\x1b[31mc\"\\u00e9\n") {
		t.Errorf("%q", b.String())
	}
}

func TestUnreachableUpstreamIsRecorded(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	p.ln.Close()
	client, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var b [1]byte
	if n, err := client.Read(b[:]); n != 0 || err == nil {
		t.Errorf("%d, %v", n, err)
	}
	got := s.Recording()
	if m := got[len(got)-1]; m.Event != wire.DialFailed || m.Conn != 1 || m.Summary == "" {
		t.Errorf("%+v", m)
	}
}

// opened waits until the newest connection is recorded as such: the client knows of it before.
func opened(t *testing.T, s *wire.Stage) {
	t.Helper()
	for ctx := timeout(t); ctx.Err() == nil; {
		if all := s.Recording(); all[len(all)-1].Event == wire.Opened {
			return
		}
	}
	t.Fatal("no connection was opened")
}
