package wire

import "math/rand/v2"

// Action is what is done to a conversation at a position. Each is a small struct in a file of its own.
type Action interface {
	// Name is the action's name in firings and in the recording.
	Name() string
	// Act acts on the connection by the methods of h. It is called by the goroutine that passes the direction on: all
	// that comes before the position has been written, nothing after it moves until Act returns. Where the position is
	// "now" it is called by the one who arms. It must not block.
	Act(h *ActionPoint)
}

// checker is an action that can't act everywhere.
type checker interface {
	// check says why not at p, which is resolved; empty where it can.
	check(p Position) string
}

// aimer is an action that chooses for itself where in a message it acts.
type aimer interface {
	// aim returns the offset in the message with head h, at the trap's n-th turn; beyond its size means nowhere.
	aim(at Position, h head, n int64) int64
}

// random is the source of what is random in a trap's n-th turn. It depends on nothing else.
func random(seed, n int64) *rand.Rand { return rand.New(rand.NewPCG(uint64(seed), uint64(n))) }

// needsMessage is the check of an action that does something to a message.
func needsMessage(p Position) string {
	if p.Now() {
		return "it acts on a message, and there is none now: name one"
	}
	return ""
}

// needsWhole is the check of an action that does something to a whole message.
func needsWhole(p Position) string {
	if p.Offset != 0 {
		return "it acts on a whole message: offset must be 0"
	}
	return needsMessage(p)
}
