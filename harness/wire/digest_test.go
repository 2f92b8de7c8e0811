package wire_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// Of what the server copies the first lines are known, as text; what is copied in another form is not.
func TestCopiedLinesAreDigested(t *testing.T) {
	p := newPeer(t)
	s := newStage(t, p)
	client, server := open(t, s, p)
	out := join(typed('H', "\x00\x00\x01\x00\x00"), typed('d', "a\n"), typed('d', "b\n"), typed('d', "c\n"), typed('d', "d\n"), typed('c', ""), tag("COPY 4"), ready)
	send(t, server, out)
	expect(t, client, out)
	send(t, client, typed('d', "in\n"))
	expect(t, server, typed('d', "in\n"))
	var got []string
	for _, m := range s.Recording() {
		if m.Type == "CopyData" || m.Type == "CopyOutResponse" {
			got = append(got, m.Digest)
		}
	}
	want := []string{"text", wire.Checksum("a"), wire.Checksum("b"), wire.Checksum("c"), "", ""}
	if len(got) != len(want) {
		t.Fatalf("recorded %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("message %d has the digest %q, want %q", i+1, got[i], want[i])
		}
	}
}

// What a client copies is known as a whole, however it is cut into messages, and with or without what may end it; of a load it is
// not looked at.
func TestWhatAClientCopiesIsDigested(t *testing.T) {
	for name, tt := range map[string]struct {
		messages []string
		want     string
	}{
		"a line each":          {[]string{"a\n", "b\n"}, wire.Checksum("a\nb")},
		"cut anywhere":         {[]string{"a", "\nb"}, wire.Checksum("a\nb")},
		"with a mark":          {[]string{"a\nb\n\\.\n"}, wire.Checksum("a\nb")},
		"nothing":              {nil, wire.Checksum("")},
		"longer than a buffer": {[]string{strings.Repeat("x", 40<<10), "y\n"}, wire.Checksum(strings.Repeat("x", 40<<10) + "y")},
		"a load":               {[]string{strings.Repeat("x", 40<<10), strings.Repeat("x", 40<<10), "y\n"}, ""},
	} {
		p := newPeer(t)
		s := newStage(t, p)
		client, server := open(t, s, p)
		for range 2 { // the second is counted from its beginning
			in := typed('Q', "COPY t FROM STDIN\x00")
			for _, m := range tt.messages {
				in = join(in, typed('d', m))
			}
			in = join(in, typed('c', ""))
			send(t, client, in)
			expect(t, server, in)
		}
		var got []string
		for _, m := range s.Recording() {
			if m.Type == "CopyDone" {
				got = append(got, m.Digest)
			}
		}
		if len(got) != 2 || got[0] != tt.want || got[1] != tt.want {
			t.Errorf("%s: the digests are %q, want %q twice", name, got, tt.want)
		}
	}
}
