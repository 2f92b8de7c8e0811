package verdict

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// Case is all that is known of one run of a scenario on a target: what the judge judges. It holds claims and evidence, and no
// opinion, and is kept with the verdict: what the judge says can be said again of a case that was read back.
type Case struct {
	// Scenario is what was run. The judge reads of it what Expected holds.
	Scenario scenario.Scenario `json:"-"`
	// Target is what the target said of itself: once in a run, and not with each case.
	Target target.Hello `json:"-"`
	// Expected is what the steps of the target expect. Judge fills it in from the scenario.
	Expected []Expected `json:"expected,omitempty"`
	// Observed are the operations of the scenario's steps, in their order.
	Observed []Observed `json:"observed,omitempty"`
	// Faults are the faults that were injected.
	Faults []Injected `json:"faults,omitempty"`
	// Probes are the questions asked after the last step, when all faults were healed.
	Probes []Probe `json:"probes,omitempty"`
	// Leaks are the backends that were left when the target had closed all its sessions; one without a PID is a connection
	// to a pooler, which has no backend of its own.
	Leaks []Leak `json:"leaks,omitempty"`
	// Bounds are what was not to be exceeded, and Used what the client came to while the steps were done.
	Bounds scenario.Bounds `json:"bounds,omitzero"`
	Used   scenario.Bounds `json:"used,omitzero"`
	// Held are the backends of the target's that were not idle, when it said that all its sessions were.
	Held []Held `json:"held,omitempty"`
	// Truth is what the server held.
	Truth []TruthAnswer `json:"truth,omitempty"`
	// Conns is how many connections reached the endpoint; -1 where that is not known.
	Conns int `json:"conns,omitempty"`
	// Skipped says why the scenario can't be run here; empty where it can.
	Skipped string `json:"skipped,omitempty"`
	// Troubles are what went wrong on our side.
	Troubles []Trouble `json:"troubles,omitempty"`
	// Stood says that the judge or the server stood still meanwhile, and for how long; empty where neither did.
	Stood string `json:"stood,omitempty"`
	// Unexpecting says that nothing was expected of the answers, as in a sweep: what is judged are the rules that hold in
	// whatever is done, and what Found, who knows what was done, has found besides.
	Unexpecting bool      `json:"unexpecting,omitempty"`
	Found       []Finding `json:"found,omitempty"`
	// Program is what is known of a program that was run as it is; nil of a target.
	Program  *Program      `json:"program,omitempty"`
	Duration time.Duration `json:"-"`
}

// Injected is a fault of the scenario and what it did.
type Injected struct {
	Step int    `json:"step,omitempty"`
	Name string `json:"name"`
	// At is where it was to act, in words.
	At      string         `json:"at,omitempty"`
	Firings []fault.Firing `json:"firings,omitempty"`
	// Unfired says, where it did not act, what the conversation had in its place, and NotMet that the client did something
	// else than the position waits for.
	Unfired string `json:"unfired,omitempty"`
	NotMet  bool   `json:"not_met,omitempty"`
}

// Probe is a question after the faults are gone: the answer must be the nonce, and nothing else.
type Probe struct {
	// Session is the target's session; New whether it was connected for the probe.
	Session string `json:"session"`
	New     bool   `json:"new,omitempty"`
	// Nonce is what the answer has to be; left out of what is kept where it was.
	Nonce string `json:"nonce,omitempty"`
	// Tries is how often a new connection was asked for, where it was more than once; Did holds the last.
	Tries int `json:"tries,omitempty"`
	// Failed are the operations of the tries before it.
	Failed []Observed `json:"-"`
	// Did are the operations of the probe; the last is the question.
	Did []Observed `json:"did,omitempty"`
	// EndpointDown is set where our own client could not reach the server by the endpoint either.
	EndpointDown string `json:"endpoint_down,omitempty"`
}

// Leak is a backend of the target's user that outlived the target's sessions.
type Leak struct {
	PID   string `json:"pid,omitempty"`
	State string `json:"state,omitempty"`
	Query string `json:"query,omitempty"`
}

// Held is what a session holds of which the target says that it is idle.
type Held struct {
	PID   string `json:"pid,omitempty"`
	State string `json:"state"`
	Query string `json:"query,omitempty"`
	// Blocks is what had to wait for it; empty where nothing did.
	Blocks string `json:"blocks,omitempty"`
	// Locks are the modes of the locks on tables, without the word.
	Locks []string `json:"locks,omitempty"`
}

// Trouble is something that went wrong on our side.
type Trouble struct {
	Step int    `json:"step,omitempty"`
	Text string `json:"text"`
	// Consequence is set where it may be the consequence of what the target did: it is ours only if nothing else is
	// wrong with the target.
	Consequence bool `json:"consequence,omitempty"`
}

// Firings are what the faults did, in the order of the faults.
func (c Case) Firings() []fault.Firing {
	var out []fault.Firing
	for _, f := range c.Faults {
		out = append(out, f.Firings...)
	}
	return out
}
