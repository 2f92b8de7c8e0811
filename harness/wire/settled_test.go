package wire_test

import (
	"runtime"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// A client that has sent something and answers its caller at once is faster than the stage: what it sent is its call's.
func TestWhatWasSentIsRecordedWhenItHasSettled(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells how much has arrived")
	}
	p := newPeer(t)
	s := newStage(t, p)
	client, _ := dial(t, s, p)
	send(t, client, startup)
	for i := range 300 {
		send(t, client, typed('Q', "SELECT 1\x00"))
		s.Settle()
		if got := countOf(s, "Query"); got != i+1 {
			t.Fatalf("%d queries were sent, and %d are recorded", i+1, got)
		}
	}
}

// The end of a client's side is waited for, too.
func TestTheEndOfAClientSettles(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells that it has ended")
	}
	p := newPeer(t)
	s := newStage(t, p)
	for range 50 {
		client, server := dial(t, s, p)
		send(t, client, startup)
		before := s.Mark()
		if err := client.CloseWrite(); err != nil {
			t.Fatal(err)
		}
		s.Settle()
		if !endedSince(s, before) {
			t.Fatal("the client has ended its side, and that is not recorded")
		}
		_ = server.Close()
	}
}

func countOf(s *wire.Stage, kind string) int {
	n := 0
	for _, m := range s.Recording() {
		if m.Type == kind {
			n++
		}
	}
	return n
}

func endedSince(s *wire.Stage, mark uint64) bool {
	for _, m := range s.Since(mark) {
		if m.Event == wire.Ended && m.Direction == wire.Upstream {
			return true
		}
	}
	return false
}
