package report

import (
	"fmt"
	"io"
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

// Summary writes everything.
func (m *Markdown) Summary(summary Summary) error {
	var b strings.Builder
	fmt.Fprintf(&b, "### pgfault: %s\n\n%s\n\n", summary.CountsText(), escapeMarkdown(strings.Join(Header(m.run), "; ")))
	m.causes(&b, summary)
	b.WriteString("| scenario | verdict | time | reason |\n| --- | --- | ---: | --- |\n")
	for _, l := range m.lines {
		if m.run.Points > 0 && l.Outcome == verdict.Pass {
			continue // they are thousands, and there is a limit to what is shown
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n",
			escapeMarkdown(label(l)), escapeMarkdown(string(l.Outcome)), seconds(l.Duration()), escapeMarkdown(Escape(l.Reason)))
	}
	b.WriteString("\n")
	for _, again := range reproductions(summary.Failures) {
		fmt.Fprintf(&b, "    %s\n", again)
	}
	if _, err := io.WriteString(m.w, b.String()); err != nil {
		return fmt.Errorf("write step summary: %w", err)
	}
	return nil
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
	for _, c := range s.Causes {
		fmt.Fprintf(b, "| %d× %s | %s | %s | %s | %s |\n", c.Count, escapeMarkdown(string(c.Outcome)), escapeMarkdown(string(c.Question)),
			escapeMarkdown(Escape(c.Sentence)), escapeMarkdown(Escape(c.Example)), escapeMarkdown(Escape(c.Trace)))
	}
	b.WriteString("\n")
}

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
