package page

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// model is all that the page shows: columns of targets, and rows of scenarios.
type model struct {
	o       Options
	sources []Source
	columns []*column
	rows    []row
	at      map[string]int      // a row's place, by its id
	before  map[*column]*column // what a column is compared with; none where its target was not run before
	causes  []cause
	sweeps  []sweepMap
}

// row is a scenario.
type row struct {
	id    string
	about Scenario
}

func newModel(sources []Source, o Options) *model {
	m := &model{o: o, sources: sources, at: map[string]int{}, before: map[*column]*column{}}
	m.columns = gather(sources)
	known := gather(o.Against)
	for _, c := range m.columns {
		if before := c.earlier(known); before != nil {
			m.before[c] = before
		}
	}
	ids := map[string]bool{}
	for _, c := range m.columns {
		for id := range c.cells {
			ids[id] = true
		}
	}
	for id := range ids {
		r := row{id: id}
		if o.Lookup != nil {
			r.about, _ = o.Lookup(id)
		}
		m.rows = append(m.rows, r)
	}
	slices.SortFunc(m.rows, func(a, b row) int { return cmp.Compare(a.id, b.id) })
	for i, r := range m.rows {
		m.at[r.id] = i
	}
	m.compare()
	m.causes = m.gatherCauses()
	m.sweeps = m.mapSweeps()
	return m
}

func family(id string) string {
	name, _, _ := strings.Cut(id, "/")
	return name
}

// isRed tells whether an outcome is one that makes a run red by itself.
func isRed(o verdict.Outcome) bool { return report.Red(o, false, false) }

// worth tells whether a case is shown with its evidence.
func worth(o verdict.Outcome) bool {
	return o != verdict.Pass && o != verdict.Unsupported && o != verdict.Skipped
}
