package wrap

import (
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/verdict"
)

// mapped is where the point is in the map of all: the places of a statement, by the statements in their order.
func (p Point) mapped() *verdict.Point {
	places := Places()
	return &verdict.Point{
		Workload: p.Program, Group: fmt.Sprintf("%d. %s", p.at.order, p.what()), Row: string(p.Place),
		Order: (p.at.order-1)*len(places) + slices.Index(places, p.Place) + 1, Fault: p.Fault, Place: string(p.Place),
	}
}

// program is what is kept of a point beside its findings.
func (s *seen) program() *verdict.Program {
	p := &verdict.Program{Class: string(s.class()), SQL: s.point.at.text}
	for _, st := range s.steps {
		run := verdict.ProgramRun{
			Exit: st.ending.Exit, Signal: st.ending.Signal, Hung: st.ending.Hung, EndedBy: st.ending.EndedBy, TookMS: st.ending.TookMS,
			Said: st.ending.Said, State: string(st.relation),
		}
		for _, d := range st.differs {
			run.Differs = append(run.Differs, verdict.ProgramDifference{Table: d.Table, Missing: d.Missing, Extra: d.Extra, Doubled: d.Doubled, Rows: d.Rows})
		}
		p.Runs = append(p.Runs, run)
	}
	return p
}
