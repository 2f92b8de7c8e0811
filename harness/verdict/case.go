package verdict

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// Case is all that is known of one run of a scenario on a target: what the judge judges. It holds claims and
// evidence, and no opinion.
type Case struct {
	Scenario scenario.Scenario
	Target   target.Hello
	// Observed are the operations of the scenario's steps, in their order.
	Observed []Observed
	// Faults are the faults that were injected.
	Faults []Injected
	// Probes are the questions asked after the last step, when all faults were healed.
	Probes []Probe
	// Leaks are the backends that were left when the target had closed all its sessions; one without a PID is a connection
	// to a pooler, which has no backend of its own.
	Leaks []Leak
	// Truth is what the server held.
	Truth []TruthAnswer
	// Conns is how many connections reached the endpoint; -1 where that is not known.
	Conns int
	// Skipped says why the scenario can't be run here; empty where it can.
	Skipped string
	// Troubles are what went wrong on our side.
	Troubles []Trouble
	Duration time.Duration
}

// Injected is a fault of the scenario and what it did.
type Injected struct {
	Step    int
	Name    string
	At      string // where it was to act, in words
	Firings []fault.Firing
	// Unfired says, where it did not act, what the conversation had in its place.
	Unfired string
}

// Probe is a question after the faults are gone: the answer must be the nonce, and nothing else.
type Probe struct {
	// Session is the target's session; New whether it was connected for the probe.
	Session string
	New     bool
	Nonce   string
	// Did are the operations of the probe; the last is the question.
	Did []Observed
	// EndpointDown is set where our own client could not reach the server by the endpoint either.
	EndpointDown string
}

// Leak is a backend of the target's user that outlived the target's sessions.
type Leak struct {
	PID   string
	State string
	Query string
}

// Trouble is something that went wrong on our side.
type Trouble struct {
	Step int
	Text string
	// Consequence is set where it may be the consequence of what the target did: it is ours only if nothing else is
	// wrong with the target.
	Consequence bool
}
