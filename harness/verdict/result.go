package verdict

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// Result is what is known of one scenario on one target: a line of results.jsonl.
type Result struct {
	ID      string  `json:"id"`
	Target  string  `json:"target"`
	Repeat  int     `json:"repeat,omitempty"` // which repetition, from 1; 0 where there is only one
	Outcome Outcome `json:"outcome"`
	// Reason is one line: why the outcome is not a plain pass.
	Reason string `json:"reason,omitempty"`
	// Questions are the answers to the four questions: fail, weak, pass, "-" where nothing was asked, "?" where the evidence
	// does not decide.
	Questions map[Question]Outcome `json:"questions,omitempty"`
	// Findings are all that the judge had to say, the gravest first, which is the reason.
	Findings []Finding `json:"findings,omitempty"`
	// Declared is the deviation that was declared for it, where one was.
	Declared *Deviation `json:"declared,omitempty"`
	// Point is where a run of many broke a conversation; nil for a scenario.
	Point *Point `json:"point,omitempty"`
	// Case is what was judged.
	Case
	// DurationMS is the time of the scenario from its first step to its verdict, in milliseconds.
	DurationMS float64 `json:"duration_ms"`
	// Artifacts are the files kept with the case, relative to the run's folder.
	Artifacts []string `json:"artifacts,omitempty"`
}

// Observed is one operation of the target: what was asked, what it answered, and how long it took.
type Observed struct {
	Step       int            `json:"step,omitempty"`
	Request    target.Request `json:"request"`
	Answer     target.Answer  `json:"answer"`
	DurationMS float64        `json:"duration_ms,omitzero"`
	// Failure is set where there was no answer: the target hung, died, or broke the protocol.
	Failure string `json:"failure,omitempty"`
	// FailureKind says which of these it was.
	FailureKind FailureKind `json:"failure_kind,omitempty"`
	// Unseen says that no statement crossed the wire while the target did this, though it reported success.
	Unseen bool `json:"unseen,omitempty"`
	// Wire is what the wire carried meanwhile; nil where nobody looked.
	Wire *Wire `json:"wire,omitempty"`
	// RowCount is how many rows there were, where only the first are kept.
	RowCount int `json:"row_count,omitempty"`
	// AsExpected says that the rows were those that the step expects, which stand there.
	AsExpected bool `json:"rows_as_expected,omitempty"`
	// Unbound is the code by which the server said that a statement came without its arguments; empty where it did not.
	Unbound string `json:"unbound,omitempty"`
}

// Expected is what a step's answer is held against.
type Expected struct {
	Step int `json:"step"`
	scenario.Expect
}

// TruthAnswer is a question to the server, and its answer.
type TruthAnswer struct {
	Name string     `json:"name"`
	Want [][]string `json:"want"`
	Got  [][]string `json:"got"`
}
