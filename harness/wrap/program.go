package wrap

import "github.com/pgfault/pgfault/harness/verdict"

// program is what is kept of a point beside its findings.
func (s *seen) program() *verdict.Program {
	p := &verdict.Program{
		Class: string(s.class()), Place: string(s.point.Place), Statement: s.point.Statement, Occurrence: s.point.Occurrence,
		SQL: s.point.at.text, Order: s.point.at.order,
	}
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
