package layer_test

import (
	"runtime"
	"strings"
	"testing"
)

// TestTheValuesThatCouldNotBeSentAreNotKept fails with large arguments, which pgx's errors hold the text of.
func TestTheValuesThatCouldNotBeSentAreNotKept(t *testing.T) {
	conn := connect(t, rig(t))
	before := heap()
	for range 8 {
		if _, err := conn.Exec(t.Context(), "SELECT $1::int", []string{strings.Repeat("x", 2*megabyte)}); err == nil {
			t.Fatal("a list of words was sent as a number")
		}
	}
	if got := held(before); got > 8*megabyte { // pgx keeps the last one's
		t.Errorf("8 failures of 2 MB arguments hold %d MB", got/megabyte)
	}
	runtime.KeepAlive(conn)
}
