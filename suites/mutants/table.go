package mutants

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target/mutant"
)

// Table says of each scenario, by its id, which mutants fail it.
type Table map[string]Row

// Row is a scenario's.
type Row struct {
	// By are the mutants that fail it, in their order.
	By []string
	// Skipped says why it was not run; empty where it was.
	Skipped string
	// Broke are errors of the harness, with the mutant that they came with, and what the reference did not pass.
	Broke []string
}

// Kills is how many scenarios a mutant fails.
func (t Table) Kills(name string) int {
	n := 0
	for _, row := range t {
		if slices.Contains(row.By, name) {
			n++
		}
	}
	return n
}

// Merge takes the rows of another table in the place of one's own, and keeps those of the ids that there are.
func (t Table) Merge(other Table, ids []string) Table {
	merged := Table{}
	for _, id := range ids {
		if row, ok := other[id]; ok && (len(row.By) > 0 || len(row.Broke) == 0) {
			merged[id] = row
		} else if row, ok := t[id]; ok {
			merged[id] = row
		}
	}
	return merged
}

// Add adds to rows what other mutants do, which were run alone, and keeps what is there.
func (t Table) Add(other Table) Table {
	added := Table{}
	for id, row := range t {
		by := append(slices.Clone(row.By), other[id].By...)
		row.By = nil
		for _, m := range mutant.All() {
			if slices.Contains(by, m.Name()) {
				row.By = append(row.By, m.Name())
			}
		}
		added[id] = row
	}
	return added
}

const intro = `# Every check can fail

Each mutant is the reference target with one mistake, of a kind that some library or program has really made. The whole
catalogue is run against each of them. A scenario that only the blunt ones fail would check nothing; there is none.

This page is made by ` + "`make mutants`" + `; ` + "`make mutants ONLY=new`" + ` runs and adds the scenarios, and the mutants,
that are not in it yet.

`

// Markdown writes the table, with the scenarios in the order of ids.
func (t Table) Markdown(ids []string) string {
	var b strings.Builder
	b.WriteString(intro)
	fmt.Fprintf(&b, "## The mutants\n\n| mutant | its mistake | scenarios it fails, of %d |\n| --- | --- | ---: |\n", len(ids))
	for _, m := range mutant.All() {
		blunt := ""
		if m.Blunt {
			blunt = " (blunt)"
		}
		fmt.Fprintf(&b, "| `%s`%s | %s | %d |\n", m.Name(), blunt, m.Mistake, t.Kills(m.Name()))
	}
	b.WriteString("\n## What fails each scenario\n\n| scenario | failed by | |\n| --- | ---: | --- |\n")
	for _, id := range ids {
		row, ok := t[id]
		switch {
		case !ok:
		case row.Skipped != "":
			fmt.Fprintf(&b, "| `%s` | | not run: %s |\n", id, strings.ReplaceAll(row.Skipped, "|", `\|`))
		default:
			fmt.Fprintf(&b, "| `%s` | %d | %s |\n", id, len(row.By), strings.Join(row.By, ", "))
		}
	}
	return b.String()
}

var (
	ranLine     = regexp.MustCompile("(?m)^\\| `([a-z0-9-]+/[a-z0-9-]+)` \\| \\d+ \\| ([a-z0-9, -]*) \\|$")
	skippedLine = regexp.MustCompile("(?m)^\\| `([a-z0-9-]+/[a-z0-9-]+)` \\| \\| not run: (.*) \\|$")
	mutantLine  = regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)`(?: \\(blunt\\))? \\| ")
)

// Parse reads what Markdown wrote: the rows, and the names of the mutants.
func Parse(page string) (t Table, names []string) {
	t = Table{}
	for _, line := range ranLine.FindAllStringSubmatch(page, -1) {
		row := Row{}
		if line[2] != "" {
			row.By = strings.Split(line[2], ", ")
		}
		t[line[1]] = row
	}
	for _, line := range skippedLine.FindAllStringSubmatch(page, -1) {
		t[line[1]] = Row{Skipped: strings.ReplaceAll(line[2], `\|`, "|")}
	}
	for _, line := range mutantLine.FindAllStringSubmatch(page, -1) {
		names = append(names, line[1])
	}
	return t, names
}
