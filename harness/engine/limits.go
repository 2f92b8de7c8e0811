package engine

import "time"

// The limits of what the engine itself waits for.
const (
	openLimit   = 30 * time.Second // the rig: a container has to start, perhaps two servers in it, beside others that do
	startLimit  = 30 * time.Second // a target's start, its own limit for hello included
	closeLimit  = 20 * time.Second // the end of a scenario on our side: databases are dropped, and others drop theirs
	endLimit    = 3 * time.Second  // the end of a target
	untilLimit  = 5 * time.Second  // a condition on the side channel to come true
	adminLimit  = 5 * time.Second  // a question on the side channel
	firingLimit = time.Second      // the proof that a fault acted, once its steps are done
	healLimit   = 15 * time.Second // the end of all faults: a container that was killed has to start, a server to recover
	heldLimit   = 2 * time.Second  // a session's backend to be idle when the target says that the session is
	leakLimit   = 2 * time.Second  // a session's backend to be gone when the session was closed
	probeLimit  = 2 * time.Second  // an operation of a probe, as the target's deadline
)
