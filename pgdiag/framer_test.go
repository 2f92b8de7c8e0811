package pgdiag_test

import (
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// conversation is a client's side of a conversation: startup, a query, an extended query, the end.
func conversation(tb testing.TB) []byte {
	tb.Helper()
	var out []byte
	for _, m := range []pgproto3.FrontendMessage{
		&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{"user": "u"}},
		&pgproto3.Query{String: "select 1"},
		&pgproto3.Parse{Query: "select $1"}, &pgproto3.Bind{}, &pgproto3.Execute{}, &pgproto3.Sync{},
		&pgproto3.Terminate{},
	} {
		var err error
		if out, err = m.Encode(out); err != nil {
			tb.Fatal(err)
		}
	}
	return out
}

func TestFramerCutsTheSameMessagesHoweverTheStreamIsSliced(t *testing.T) {
	stream := conversation(t)
	want, bad := pgdiag.Frames(stream, len(stream), true)
	if bad || len(want) != 7 || want[1].Body != "select 1\x00" {
		t.Fatalf("frames in one piece: %q, bad %v", want, bad)
	}
	for size := 1; size < len(stream); size++ {
		if got, bad := pgdiag.Frames(stream, size, true); bad || !slices.Equal(got, want) {
			t.Errorf("frames in pieces of %d: %q, want %q", size, got, want)
		}
	}
}

func TestFramerKeepsTheBeginningOfALongMessage(t *testing.T) {
	long := make([]byte, 1<<20)
	msg, err := (&pgproto3.CopyData{Data: long}).Encode(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, bad := pgdiag.Frames(msg, 1000, false)
	if bad || len(got) != 1 || len(got[0].Body) > 1<<10 {
		t.Fatalf("%d frames of %d bytes kept, bad %v; want one of at most 1024", len(got), len(got[0].Body), bad)
	}
}

func TestFramerKnowsWhatIsNotTheProtocol(t *testing.T) {
	for name, stream := range map[string]string{"length under 4": "Z\x00\x00\x00\x03I", "HTTP": "HTTP/1.1 400 Bad Request\r\n"} {
		if _, bad := pgdiag.Frames([]byte(stream), len(stream), false); !bad {
			t.Errorf("%s: taken for the protocol", name)
		}
	}
}

func FuzzFramer(f *testing.F) {
	f.Add(conversation(f), uint8(3), true)
	f.Fuzz(func(t *testing.T, stream []byte, size uint8, startup bool) {
		whole, bad := pgdiag.Frames(stream, max(len(stream), 1), startup)
		pieces, badToo := pgdiag.Frames(stream, int(size)+1, startup)
		if bad != badToo || !bad && len(whole) != len(pieces) {
			t.Errorf("in one piece %d messages (bad %v), in pieces %d (bad %v)", len(whole), bad, len(pieces), badToo)
		}
	})
}
