package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Markdown writes a table and the end of the report as GitHub's Markdown, all at once at the end: it is what
// GITHUB_STEP_SUMMARY expects.
type Markdown struct {
	w     io.Writer
	run   Run
	lines []Line
}

// NewMarkdown makes a renderer that writes to w, which it does not close.
func NewMarkdown(w io.Writer) *Markdown { return &Markdown{w: w} }

// Run keeps what the run was made with.
func (m *Markdown) Run(run Run) error {
	m.run = run
	return nil
}

// Started does nothing.
func (m *Markdown) Started(string) error { return nil }

// Result keeps the result.
func (m *Markdown) Result(line Line) error {
	m.lines = append(m.lines, line)
	return nil
}

// The most that a summary shows of each, so that it stays far below the MiB that GitHub takes of a step.
const (
	markdownCauses = 50
	markdownRows   = 200
	markdownText   = 600 // bytes of a cell's
)

// Summary writes everything: the causes, the families, and what did not pass.
func (m *Markdown) Summary(summary Summary) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### pgfault: %s\n\n%s\n\n", summary.CountsText(), escapeMarkdown(strings.Join(Header(m.run), "; ")))
	m.causes(&b, summary)
	if m.run.Points == 0 && len(m.lines) > 1 {
		m.families(&b)
	}
	m.rows(&b)
	for i, again := range reproductions(summary.Failures) {
		if i == markdownRows {
			break // they are in the record
		}
		fmt.Fprintf(&b, "    %s\n", clip(again, markdownText))
	}
	if _, err := io.WriteString(m.w, b.String()); err != nil {
		return fmt.Errorf("write step summary: %w", err)
	}
	return nil
}

// rows writes a line for each result: all of them where they are few, and else those that are not a pass.
func (m *Markdown) rows(b *strings.Builder) {
	var shown []Line
	for _, l := range m.lines {
		if l.Outcome == verdict.Pass && (m.run.Points > 0 || len(m.lines) > tableRows) || l.Outcome == verdict.Unsupported && len(m.lines) > tableRows {
			continue
		}
		shown = append(shown, l)
	}
	slices.SortStableFunc(shown, func(x, y Line) int {
		return slices.Index(verdict.Outcomes, x.Outcome) - slices.Index(verdict.Outcomes, y.Outcome)
	})
	if len(shown) == 0 {
		return
	}
	b.WriteString("| scenario | verdict | time | reason |\n| --- | --- | ---: | --- |\n")
	for i, l := range shown {
		if i == markdownRows {
			fmt.Fprintf(b, "\nand %d more, in results.jsonl\n", len(shown)-i)
			break
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", cellText(label(l)), cellText(string(l.Outcome)), seconds(l.Duration()), cellText(Escape(l.Reason)))
	}
	b.WriteString("\n")
}

// families writes the row of the matrix that is this target's, on its side.
func (m *Markdown) families(b *strings.Builder) {
	counts := map[string]map[verdict.Outcome]int{}
	totals := map[string]int{}
	for _, l := range m.lines {
		f := familyOf(l.ID)
		if counts[f] == nil {
			counts[f] = map[verdict.Outcome]int{}
		}
		counts[f][l.Outcome]++
		totals[f]++
	}
	b.WriteString("| family | results | |\n| --- | ---: | --- |\n")
	for _, f := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(b, "| %s | %d | %s |\n", cellText(Escape(f)), totals[f], Summary{Counts: counts[f]}.CountsText())
	}
	b.WriteString("\n")
}

// causes writes the grade and what was found, the gravest first.
func (m *Markdown) causes(b *strings.Builder, s Summary) {
	if s.Grade != nil {
		fmt.Fprintf(b, "**%s**\n\n", escapeMarkdown(s.Grade.String()))
	}
	if len(s.Causes) == 0 || s.Total < 2 {
		return
	}
	b.WriteString("| found | of | what | example | trace |\n| ---: | --- | --- | --- | --- |\n")
	for i, c := range s.Causes {
		if i == markdownCauses {
			fmt.Fprintf(b, "\nand %d more causes, in results.jsonl\n", len(s.Causes)-i)
			break
		}
		fmt.Fprintf(b, "| %d× %s | %s | %s | %s | %s |\n", c.Count, cellText(string(c.Outcome)), cellText(string(c.Question)),
			cellText(Escape(c.Sentence)), cellText(Escape(c.Example)), cellText(Escape(c.Trace)))
	}
	b.WriteString("\n")
}

// cellText is a text as it stands in a table.
func cellText(s string) string { return escapeMarkdown(clip(s, markdownText)) }

// Close does nothing.
func (m *Markdown) Close() error { return nil }

// escapeMarkdown keeps text from outside from being read as markup: backslash before ASCII punctuation is CommonMark's way.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|~&$", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
