package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Score writes the counts of runs beside each other, by family, as a Markdown table: a column for each run.
func Score(records []Record) string {
	var families []string
	for _, rec := range records {
		for _, l := range rec.Results {
			if f := familyOf(l.ID); !slices.Contains(families, f) {
				families = append(families, f)
			}
		}
	}
	var b strings.Builder
	b.WriteString("| family | scenarios |")
	for _, rec := range records {
		fmt.Fprintf(&b, " %s |", escapeMarkdown(Escape(strings.TrimSpace(rec.Run.Target.Name+" "+rec.Run.Target.Version))))
	}
	b.WriteString("\n| --- | ---: |" + strings.Repeat(" --- |", len(records)) + "\n")
	row := func(name string, belongs func(Line) bool) {
		most, cells := 0, make([]string, len(records))
		for i, rec := range records {
			counts, n := map[verdict.Outcome]int{}, 0
			for _, l := range rec.Results {
				if belongs(l) {
					counts[l.Outcome]++
					n++
				}
			}
			most, cells[i] = max(most, n), Summary{Counts: counts}.CountsText()
		}
		fmt.Fprintf(&b, "| %s | %d | %s |\n", name, most, strings.Join(cells, " | "))
	}
	slices.Sort(families)
	for _, family := range families {
		row(escapeMarkdown(Escape(family)), func(l Line) bool { return familyOf(l.ID) == family })
	}
	row("**all**", func(Line) bool { return true })
	return b.String()
}

func familyOf(id string) string {
	family, _, _ := strings.Cut(id, "/")
	return family
}
