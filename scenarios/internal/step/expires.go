package step

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
)

// Room is a caller's deadline that leaves room for what must come before it: that a statement is prepared and sent, and
// that its fault acts, on a machine that is busy with other things. A deadline has no event to wait for, so no shorter one
// will do.
const Room = 250 * time.Millisecond

// early is how much sooner than its deadline an operation may end where clocks are coarse.
const early = 25 * time.Millisecond

// Expires gives an operation a caller's deadline that is what ends it, and so neither comes before it nor leaves it going.
func Expires(s scenario.Step) scenario.Step { return ExpiresAfter(Room, s) }

// ExpiresAfter is Expires with another deadline, where more than one thing must come before it.
func ExpiresAfter(d time.Duration, s scenario.Step) scenario.Step {
	s.Do.Timeout = d
	s.Do.Expect.AtLeast = d - early
	return s
}
