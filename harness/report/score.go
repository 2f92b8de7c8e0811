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
	said(&b, records)
	return b.String()
}

// said writes below the counts how much each run's client has said, and its grade: what is not said is held against nobody, and
// is not to be taken for right.
func said(b *strings.Builder, records []Record) {
	for _, one := range []struct {
		question verdict.Question
		of       string
	}{
		{verdict.State, "of its connection and transaction"}, {verdict.Names, "of what happened"}, {verdict.Write, "of the write, and what to do"},
	} {
		fmt.Fprintf(b, "| says something %s | |", one.of)
		for _, rec := range records {
			n := 0
			for _, l := range rec.Results {
				if a := l.Questions[one.question]; a != "" && a != verdict.NotAsked {
					n++
				}
			}
			fmt.Fprintf(b, " %d |", n)
		}
		b.WriteString("\n")
	}
	b.WriteString("| grade | |")
	for _, rec := range records {
		results := make([]verdict.Result, len(rec.Results))
		for i, l := range rec.Results {
			results[i] = l.Result
		}
		fmt.Fprintf(b, " %s |", verdict.GradeOf(rec.Run.Target, results))
	}
	b.WriteString("\n")
}

func familyOf(id string) string {
	family, _, _ := strings.Cut(id, "/")
	return family
}
