package cli

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
)

const catalogueIntro = `# The catalogue

Every scenario there is, by family: what happens, by which fault, and what a good client says of it. Where nothing is said
the client must succeed; where versions of PostgreSQL differ, the newest speaks. ` + "`pgfault show ID`" + ` shows the whole of a scenario, and [mutants.md](mutants.md) what fails it.

This page is made by ` + "`make docs`" + ` from the catalogue itself.
`

// listMarkdown writes the scenarios as docs/scenarios.md.
func (a *app) listMarkdown(selected []scenario.Scenario) error {
	var b bytes.Buffer
	b.WriteString(catalogueIntro)
	count := map[string]int{}
	for _, s := range selected {
		count[s.Family()]++
	}
	fmt.Fprintf(&b, "\n%d scenarios in %d families.\n", len(selected), len(count))
	family := ""
	for _, s := range selected {
		if f := s.Family(); f != family {
			family = f
			fmt.Fprintf(&b, "\n## %s (%d)\n\n| scenario | what happens | fault | what it is called | and written | and now |\n", f, count[f])
			b.WriteString("| --- | --- | --- | --- | --- | --- |\n")
		}
		e := firstFailure(s.For(math.MaxInt))
		fmt.Fprintf(&b, "| [`%s`](../scenarios/%s.go)%s | %s | %s | %s | %s | %s |\n",
			s.ID, strings.ReplaceAll(s.ID, "-", "_"), since(s), cell(s.Title), cell(faultsText(s)),
			cell(joined(e.Condition)), cell(joined(e.Outcome)), cell(joined(e.Retry)))
	}
	_, err := a.stdout.Write(b.Bytes())
	return printed(err)
}

// firstFailure is what is expected of the first operation that must fail, which is what the scenario is about.
func firstFailure(s scenario.Scenario) scenario.Expect {
	for _, step := range s.Steps {
		if step.Do != nil && step.Do.Expect.MustFail() {
			return step.Do.Expect
		}
	}
	return scenario.Expect{}
}

// since says from which version of PostgreSQL on a scenario can happen.
func since(s scenario.Scenario) string {
	if s.Given.MinVersion == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d+)", s.Given.MinVersion)
}

// faultsText names the scenario's faults, each once.
func faultsText(s scenario.Scenario) string {
	var names []string
	for _, step := range s.Steps {
		if step.Inject != nil && !slices.Contains(names, step.Inject.Name()) {
			names = append(names, step.Inject.Name())
		}
	}
	return strings.Join(names, ", ")
}

// cell keeps text from ending a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
