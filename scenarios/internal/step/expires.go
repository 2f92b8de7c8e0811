package step

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
)

// Soon is a caller's deadline where all is silent already, and the client has nothing to do but to ask.
const Soon = 90 * time.Millisecond

// Room is a caller's deadline that leaves room for what must come before it: that a statement is prepared, that the
// server carries it out, and that a fault acts in its midst, on a machine that is busy with other things. A deadline has no
// event to wait for, so no shorter one will do: of 1080 operations that had 50 ms on a busy machine two were cut too early,
// of some 3500 that had this in a run of a hundred repetitions none.
const Room = 250 * time.Millisecond

// Expires gives an operation a caller's deadline that is what ends it, and so neither comes before it nor leaves it going.
func Expires(d time.Duration, s scenario.Step) scenario.Step {
	s.Do.Timeout = d
	s.Do.Expect.AtLeast = d - d/10 // A clock may be coarse.
	return s
}
