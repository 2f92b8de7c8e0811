package step

import (
	"time"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// Pool opens a pool p of so many connections at most.
func Pool(most int) scenario.Step {
	return do(scenario.Do{Op: target.OpPoolOpen, Pool: "p", Max: most})
}

// PoolAs opens a pool p of so many connections at most, as another user.
func PoolAs(user, password string, most int) scenario.Step {
	return do(scenario.Do{Op: target.OpPoolOpen, Pool: "p", Max: most, User: user, Password: password})
}

// MaxLifetime has a pool keep no connection for longer.
func MaxLifetime(d time.Duration, s scenario.Step) scenario.Step {
	s.Do.MaxLifetime = d
	return s
}

// Check has a pool look whether a connection is alive before it hands it out, and wait so long for an answer.
func Check(d time.Duration, s scenario.Step) scenario.Step {
	s.Do.Check = d
	return s
}

// PoolClose closes the pool p.
func PoolClose() scenario.Step { return do(scenario.Do{Op: target.OpPoolClose, Pool: "p"}) }

// Acquire takes a connection of the pool p as a session.
func Acquire(session string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpPoolAcquire, Pool: "p", Session: session, Expect: e})
}

// Release gives the connection of a session back to the pool p.
func Release(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpPoolRelease, Pool: "p", Session: session})
}

// ReleaseBroken gives back a connection that is of no more use. Some libraries say so, and others take it without a word.
func ReleaseBroken(session string) scenario.Step {
	return do(scenario.Do{Op: target.OpPoolRelease, Pool: "p", Session: session, Expect: scenario.Expect{Fails: true, OrSucceeds: true}})
}

// ConnectTo connects a session, which may fail.
func ConnectTo(session string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpConnect, Session: session, Expect: e})
}

// ConnectAs connects a session as another user, which may fail.
func ConnectAs(session, user, password string, e scenario.Expect) scenario.Step {
	return do(scenario.Do{Op: target.OpConnect, Session: session, User: user, Password: password, Expect: e})
}
