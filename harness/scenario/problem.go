package scenario

import "fmt"

// Problem is one thing that is wrong with a scenario's form.
type Problem struct {
	// ID is the scenario's.
	ID string
	// Step and Truth are the step or the truth that it is in, from 1; 0 where it is in none.
	Step, Truth int
	Text        string
}

// Error is one line.
func (p *Problem) Error() string {
	where := ""
	switch {
	case p.Step > 0:
		where = fmt.Sprintf("step %d: ", p.Step)
	case p.Truth > 0:
		where = fmt.Sprintf("truth %d ", p.Truth)
	}
	return fmt.Sprintf("scenario %q: %s%s", p.ID, where, p.Text)
}
