package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// column is a target, at a version, on a server: one run of it, or several that together are one.
type column struct {
	key    string // in the address
	name   string
	hello  target.Hello
	server string
	runs   []int // the sources it comes from
	cells  map[string]*cell
	counts map[verdict.Outcome]int
	grade  *verdict.Graded
}

// cell is what became of a scenario on a target: the worst of its repetitions.
type cell struct {
	line   report.Line
	source int
	// outcomes are those of all repetitions.
	outcomes map[verdict.Outcome]int
	// before is what it was in the run that this is compared with; empty where it was not there.
	before verdict.Outcome
	isNew  bool
}

// gradedFrom is how many results a grade needs.
const gradedFrom = 100

// gather makes columns of runs. Runs of the same target on the same server that have no scenario in common are one: the
// shards of a run, or the families of it.
func gather(sources []Source) []*column {
	var columns []*column
	for i, s := range sources {
		for _, part := range split(s.Record) {
			c := part.column(i)
			at := slices.IndexFunc(columns, func(other *column) bool { return other.joins(c) })
			if at < 0 {
				columns = append(columns, c)
				continue
			}
			columns[at].join(c)
		}
	}
	for _, c := range columns {
		c.conclude(columns)
	}
	return columns
}

// part are the results of a run on one server.
type part struct {
	hello  target.Hello
	server string
	lines  []report.Line
}

func split(rec report.Record) []part {
	var parts []part
	for _, l := range rec.Results {
		server := l.Server
		if server == "" && len(rec.Run.Servers) > 0 {
			server = rec.Run.Servers[0].Version
		}
		at := slices.IndexFunc(parts, func(p part) bool { return p.server == server })
		if at < 0 {
			at = len(parts)
			parts = append(parts, part{hello: rec.Run.Target, server: server})
		}
		parts[at].lines = append(parts[at].lines, l)
	}
	if len(parts) == 0 { // a run that was ended before anything was decided
		return []part{{hello: rec.Run.Target}}
	}
	return parts
}

func (p part) column(source int) *column {
	c := &column{hello: p.hello, server: p.server, runs: []int{source}, cells: map[string]*cell{}}
	for _, l := range p.lines {
		if l.Repeat > 0 {
			l.Repeat = 0
		}
		have := c.cells[l.ID]
		if have == nil {
			have = &cell{line: l, source: source, outcomes: map[verdict.Outcome]int{}}
			c.cells[l.ID] = have
		} else if verdict.Worse(l.Outcome, have.line.Outcome) {
			have.line = l
		}
		have.outcomes[l.Outcome]++
	}
	return c
}

// joins tells whether a column goes on where another ends.
func (c *column) joins(other *column) bool {
	if c.hello.Name != other.hello.Name || c.hello.Version != other.hello.Version || c.server != other.server {
		return false
	}
	for id := range other.cells {
		if c.cells[id] != nil {
			return false
		}
	}
	return true
}

func (c *column) join(other *column) {
	for id, one := range other.cells {
		c.cells[id] = one
	}
	c.runs = append(c.runs, other.runs...)
}

// conclude fills in what follows from all cells, and what tells the column from the others.
func (c *column) conclude(all []*column) {
	c.counts = map[verdict.Outcome]int{}
	var results []verdict.Result
	for id, one := range c.cells {
		if isSweep(id) {
			continue
		}
		c.counts[one.line.Outcome]++
		results = append(results, one.line.Result)
	}
	if len(results) >= gradedFrom {
		g := verdict.GradeOf(c.hello, results)
		c.grade = &g
	}
	c.name = c.hello.Name
	alike := func(same func(*column) bool) int {
		n := 0
		for _, other := range all {
			if other.hello.Name == c.hello.Name && same(other) {
				n++
			}
		}
		return n
	}
	if alike(func(*column) bool { return true }) > 1 {
		c.name = strings.TrimSpace(c.name + " " + c.hello.Version)
	}
	if alike(func(o *column) bool { return o.hello.Version == c.hello.Version }) > 1 {
		c.name += " @" + c.server
	}
	n := 1
	for _, other := range all {
		if other == c {
			break
		}
		if other.hello.Name == c.hello.Name && other.hello.Version == c.hello.Version && other.server == c.server {
			n++
		}
	}
	if n > 1 {
		c.name += fmt.Sprintf(" #%d", n)
	}
	c.key = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_@#", r) {
			return r
		}
		return '-'
	}, c.name)
}
