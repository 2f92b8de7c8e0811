package page

import (
	"fmt"

	"github.com/pgfault/pgfault/harness/verdict"
)

// health is how the harness itself did: whether a green is to be believed.
func (m *model) health() []fact {
	armed, fired, notMet, silent, questions, troubles, stood := 0, 0, 0, 0, 0, 0, 0
	ours, undecided := 0, 0
	for _, s := range m.sources {
		for _, l := range s.Record.Results {
			for _, f := range l.Faults {
				armed++
				switch {
				case len(f.Firings) > 0:
					fired++
				case f.NotMet:
					notMet++
				default:
					silent++
				}
			}
			questions += len(l.Probes)
			if len(l.Troubles) > 0 {
				troubles++
			}
			if l.Stood != "" {
				stood++
			}
			ours += boolean(l.Outcome == verdict.HarnessError)
			undecided += boolean(l.Outcome == verdict.Unknown)
		}
	}
	return []fact{
		{Name: "faults armed", Value: fmt.Sprint(armed)},
		{Name: "seen to act", Value: fmt.Sprint(fired)},
		{Name: "not met: the client did something else", Value: fmt.Sprint(notMet)},
		{Name: "did not act", Value: fmt.Sprint(silent), Bad: silent > 0 && ours > 0},
		{Name: "questions after all faults were healed", Value: fmt.Sprint(questions)},
		{Name: "errors of ours", Value: fmt.Sprint(ours), Bad: ours > 0},
		{Name: "results with some trouble on our side", Value: fmt.Sprint(troubles), Bad: troubles > 0},
		{Name: "judge or server stood still", Value: fmt.Sprint(stood), Bad: stood > 0},
		{Name: "undecided", Value: fmt.Sprint(undecided), Bad: undecided > 0},
	}
}
