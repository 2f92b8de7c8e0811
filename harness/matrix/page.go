package matrix

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/harness/verdict"
)

const head = `# What each client does

Every client of docker/targets, at the release that its image or its module has, through the whole catalogue of failures. This page is made
from the runs that are stored beside the clients (make matrix); docs/reading-a-report.md says what its words mean, docs/track-record.md
what of it is a defect of a library, and docs/add-a-client.md how another gets its row.

An answer to a question is *red* where the client was wrong, *amber* where it was late or lost something, and the rest was right. What a client
does not say is held against nobody: it is counted under *not said*. What is late may be the doing of the machine, where that did other things
at the time of a run: a run again on a quiet one tells.

`

// Page writes the matrix of what is stored.
func Page(all []clients.Client, stored map[string]Stored) string {
	var b strings.Builder
	b.WriteString(head)
	have := slices.DeleteFunc(slices.Clone(all), func(c clients.Client) bool { return len(stored[c.Name].Families) == 0 })
	fmt.Fprintf(&b, "%d clients in %d languages.\n\n", len(have), languages(have))
	b.WriteString("## The four questions\n\n| client | language | wire | grade | safety | state | names | write | does without | not said |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, c := range have {
		s := stored[c.Name]
		fmt.Fprintf(&b, "| [%s](#%s) %s | %s | %s | %s, %d of %d asked |", c.Name, anchor(c.Name), escape(s.Client.Version), escape(c.Language), escape(c.Wire),
			s.Grade.Grade, s.Grade.Asked, s.Grade.Of)
		for _, q := range []verdict.Question{verdict.Safety, verdict.State, verdict.Names, verdict.Write} {
			fmt.Fprintf(&b, " %s |", tally(s.Questions[q]))
		}
		fmt.Fprintf(&b, " %s | %s |\n", escape(strings.Join(s.Grade.Without, ", ")), escape(strings.Join(unsaid(s.Client), ", ")))
	}
	familyTable(&b, have, stored)
	for _, c := range have {
		causes(&b, c, stored[c.Name])
	}
	return b.String()
}

// familyTable is a row per client and a column per family: what was red and amber there, of what was asked.
func familyTable(b *strings.Builder, have []clients.Client, stored map[string]Stored) {
	names := map[string]bool{}
	for _, s := range stored {
		for f := range s.Families {
			names[f] = true
		}
	}
	families := slices.Sorted(maps.Keys(names))
	fmt.Fprintf(b, "\n## The families\n\nRed and amber of the scenarios that were asked.\n\n| client | %s |\n| --- |%s\n", strings.Join(families, " | "), strings.Repeat(" --- |", len(families)))
	for _, c := range have {
		fmt.Fprintf(b, "| %s |", c.Name)
		for _, f := range families {
			fmt.Fprintf(b, " %s |", tally(stored[c.Name].Families[f]))
		}
		b.WriteString("\n")
	}
}

// causes are a client's, the gravest first, with the command that repeats each.
func causes(b *strings.Builder, c clients.Client, s Stored) {
	fmt.Fprintf(b, "\n## %s\n\n%s %s, %s. Ran on %s, %s. [Homepage](%s), [issues](%s).\n\n", c.Name, escape(s.Client.Name), escape(s.Client.Version), escape(c.About),
		escape(s.Server), s.Date, c.Homepage, c.Issues)
	if len(s.Causes) == 0 {
		b.WriteString("Nothing was found.\n")
		return
	}
	b.WriteString("| | found in | what | to repeat it |\n| --- | ---: | --- | --- |\n")
	for _, one := range s.Causes {
		word := map[verdict.Outcome]string{verdict.Fail: "red", verdict.Weak: "amber"}[one.Outcome]
		what := escape(one.Sentence)
		if one.Declared != "" {
			what += " (declared: " + escape(one.Declared) + ")"
		}
		fmt.Fprintf(b, "| %s %s | %d | %s | `pgfault run %s --target %s` |\n", word, one.Question, one.Count, what, one.Example, c.Name)
	}
}

// tally writes counts in one cell: what was red, what was amber, of how many.
func tally(counts Counts) string {
	red := counts[verdict.Fail] + counts[verdict.ExpectedFail] + counts[verdict.UnexpectedPass]
	amber := counts[verdict.Weak]
	asked := red + amber + counts[verdict.Pass]
	if asked == 0 {
		return "-"
	}
	var parts []string
	if red > 0 {
		parts = append(parts, fmt.Sprintf("**%d red**", red))
	}
	if amber > 0 {
		parts = append(parts, fmt.Sprintf("%d amber", amber))
	}
	if len(parts) == 0 {
		return fmt.Sprintf("%d right", asked)
	}
	return fmt.Sprintf("%s of %d", strings.Join(parts, ", "), asked)
}

// unsaid are the reports that a client does not declare.
func unsaid(hello target.Hello) []string {
	var out []string
	for _, r := range target.Reports {
		if !hello.Speaks(r) {
			out = append(out, string(r))
		}
	}
	return out
}

func languages(all []clients.Client) int {
	seen := map[string]bool{}
	for _, c := range all {
		seen[c.Language] = true
	}
	return len(seen)
}

// anchor is that of a heading, as a page of Markdown has it.
func anchor(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '-', r == '_', r >= '0' && r <= '9', r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// escape makes text from outside text of a table's cell.
func escape(s string) string {
	var b strings.Builder
	for _, r := range report.Escape(s) {
		if strings.ContainsRune("\\`*_[]<>|~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
