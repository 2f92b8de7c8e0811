package wire_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// Of what the server copies the first lines are known, as text; what is copied in another form, and what a client copies, is not.
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
