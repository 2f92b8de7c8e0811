package verdict

// Question is what a finding is about. A client is asked four, each by itself.
type Question string

// The questions, the gravest first.
const (
	Safety Question = "safety" // does it hold?
	State  Question = "state"  // does it know its connection and its transaction?
	Write  Question = "write"  // does it tell the truth about the write, and what may be done?
	Names  Question = "names"  // does it pass on what happened?
)

// Questions are all, the gravest first.
var Questions = []Question{Safety, State, Write, Names}

// The answers to a question: an outcome of Fail, Weak or Pass, or one of these.
const (
	NotAsked    Outcome = "-" // the client says nothing of it here, and need not
	Undecidable Outcome = "?" // the evidence does not decide
)

// answers gives the answer to each question: the worst of its findings, and a pass where there was something to judge.
func answers(c *Case, findings []Finding) map[Question]Outcome {
	out := map[Question]Outcome{}
	for _, q := range Questions {
		out[q] = NotAsked
		if c.spokeOf(q) {
			out[q] = Pass
		}
	}
	for _, f := range findings {
		if f.Question == "" {
			continue
		}
		if have := out[f.Question]; (f.Outcome == Fail || f.Outcome == Weak) && (have == NotAsked || have == Undecidable || Worse(f.Outcome, have)) {
			out[f.Question] = f.Outcome
		}
		if f.Outcome == Undecidable && out[f.Question] == Pass {
			out[f.Question] = Undecidable
		}
	}
	return out
}

// spokeOf tells whether a client has said something that answers a question, or had to. Of its safety every case speaks.
func (c *Case) spokeOf(q Question) bool {
	if q == Safety {
		return len(c.Observed) > 0
	}
	for _, o := range c.Observed {
		e := o.Answer.Error
		switch q {
		case State:
			if o.Answer.Status != "" || o.Answer.Tx != "" {
				return true
			}
		case Names:
			if e != nil && (e.SQLState != "" || e.Class != "" || e.Condition != "" || e.Origin != "" || e.Scope != "" || e.Disconnect != nil || e.Timeout != nil) {
				return true
			}
		case Write:
			if e != nil && (e.Outcome != "" || e.Retry != "" || e.SafeToRetry != nil || e.Transient != nil) || o.Answer.Resolution != "" {
				return true
			}
		}
	}
	return false
}
