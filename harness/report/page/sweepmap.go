package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// sweepMap is a target's way through a workload: a row for each message or point of the conversation, a cell for each run.
type sweepMap struct {
	Column   int        `json:"column"`
	Workload string     `json:"workload"`
	Faults   []string   `json:"faults"`
	Groups   []mapGroup `json:"groups"`
	Points   int        `json:"points"`
}

// mapGroup are the points of a statement.
type mapGroup struct {
	Name string   `json:"name"`
	Rows []mapRow `json:"rows"`
}

type mapRow struct {
	Name string `json:"name"`
	Who  string `json:"who,omitempty"` // F for the client, B for the server
	// Cells are those of each fault: the runs at the places of the message.
	Cells [][]mapCell `json:"cells"`
	order int
}

type mapCell struct {
	Letter string `json:"l"`
	Place  string `json:"p,omitempty"`
	Row    int    `json:"r"` // of the case
	Reason string `json:"t,omitempty"`
}

// isSweep tells whether a result is one of many at the points of a conversation, which have a map of their own.
func isSweep(id string) bool { return family(id) == "sweep" || family(id) == "wrap" }

// point is where a run of a map broke the conversation.
type point struct {
	workload, group, row, who, fault, place string
	order                                   int
}

// mapSweeps makes the maps of all columns that have one.
func (m *model) mapSweeps() []sweepMap {
	var out []sweepMap
	for ci, c := range m.columns {
		by := map[string]*mapBuilder{}
		for id, one := range c.cells {
			p, ok := pointOf(one.line)
			if !ok {
				continue
			}
			if by[p.workload] == nil {
				by[p.workload] = &mapBuilder{rows: map[string]*builtRow{}}
			}
			by[p.workload].add(p, mapCell{
				Letter: letters[one.line.Outcome], Place: report.Escape(p.place), Row: m.at[id], Reason: clip(text(one.line.Reason), 160),
			})
		}
		names := make([]string, 0, len(by))
		for name := range by {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			made := by[name].build()
			made.Column, made.Workload = ci, report.Escape(name)
			out = append(out, made)
		}
	}
	return out
}

type mapBuilder struct {
	faults []string
	rows   map[string]*builtRow
	points int
}

type builtRow struct {
	point
	cells map[string][]mapCell
}

func (b *mapBuilder) add(p point, c mapCell) {
	b.points++
	if !slices.Contains(b.faults, p.fault) {
		b.faults = append(b.faults, p.fault)
	}
	key := p.group + "\x00" + p.row
	if b.rows[key] == nil {
		b.rows[key] = &builtRow{point: p, cells: map[string][]mapCell{}}
	}
	b.rows[key].cells[p.fault] = append(b.rows[key].cells[p.fault], c)
}

func (b *mapBuilder) build() sweepMap {
	slices.Sort(b.faults)
	rows := make([]*builtRow, 0, len(b.rows))
	for _, r := range b.rows {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(x, y *builtRow) int { return cmp.Or(x.order-y.order, cmp.Compare(x.row, y.row)) })
	out := sweepMap{Faults: texts(b.faults), Points: b.points}
	for _, r := range rows {
		if len(out.Groups) == 0 || out.Groups[len(out.Groups)-1].Name != text(r.group) {
			out.Groups = append(out.Groups, mapGroup{Name: text(r.group)})
		}
		group := &out.Groups[len(out.Groups)-1]
		made := mapRow{Name: text(r.row), Who: r.who}
		for _, fault := range b.faults {
			cells := r.cells[fault]
			slices.SortFunc(cells, func(x, y mapCell) int { return cmp.Or(placeOrder(x.Place)-placeOrder(y.Place), x.Row-y.Row) })
			made.Cells = append(made.Cells, cells)
		}
		group.Rows = append(group.Rows, made)
	}
	return out
}

// placeOrder is the order of the places in a message.
func placeOrder(place string) int {
	if i := slices.Index([]string{"before", "header", "body"}, place); i >= 0 {
		return i - 3
	}
	n := 0
	if _, err := fmt.Sscanf(place, "%d", &n); err == nil {
		return n
	}
	return 1 << 30
}

// pointOf is where a result's run broke the conversation: as the result says it, or else as its ID does, which does not tell
// which statement it was.
func pointOf(l report.Line) (point, bool) {
	if l.Point != nil {
		return storedPoint(*l.Point), true
	}
	rest, ok := strings.CutPrefix(l.ID, "sweep/")
	slash := strings.LastIndex(rest, "/")
	if !ok || slash < 0 {
		return point{}, false
	}
	parts := strings.Split(rest[slash+1:], ":")
	if len(parts) != 5 {
		return point{}, false
	}
	who := "F"
	if parts[1] == "downstream" {
		who = "B"
	}
	return point{workload: rest[:slash], row: parts[2] + " #" + parts[3], who: who, fault: parts[0], place: parts[4]}, true
}

func storedPoint(p verdict.Point) point {
	out := point{workload: p.Workload, group: p.Group, row: p.Row, fault: p.Fault, place: p.Place, order: p.Order}
	switch p.Direction {
	case "upstream":
		out.who = "F"
	case "downstream":
		out.who = "B"
	}
	return out
}
