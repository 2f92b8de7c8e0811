package report

import (
	"fmt"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Story tells one result for who reads it: what the wire carried, what the client said, what is true, what was found.
func Story(l Line) []string {
	out := []string{fmt.Sprintf("%s: %s", label(l), l.Outcome)}
	if l.Reason != "" {
		out = append(out, "  "+Escape(l.Reason))
	}
	out = append(out, "", "What happened")
	faults := l.Faults
	for _, o := range l.Observed {
		for len(faults) > 0 && faults[0].Step > 0 && faults[0].Step < o.Step {
			out = append(out, faultLines(faults[0])...)
			faults = faults[1:]
		}
		out = append(out, callLines(o)...)
	}
	for _, f := range faults {
		out = append(out, faultLines(f)...)
	}
	if len(l.Probes) > 0 {
		out = append(out, "", "When all faults were healed")
		for _, p := range l.Probes {
			out = append(out, ProbeText(p))
		}
	}
	if len(l.Truth) > 0 {
		out = append(out, "", "What the server holds")
		for _, t := range l.Truth {
			out = append(out, Escape(fmt.Sprintf("  %s: %s", t.Name, RowsText(t.Got))))
			if RowsText(t.Got) != RowsText(t.Want) {
				out = append(out, Escape("    expected "+RowsText(t.Want)))
			}
		}
	}
	return append(out, findingLines(l)...)
}

func faultLines(f verdict.Injected) []string {
	out := []string{Escape(fmt.Sprintf("  fault %s, %s", f.Name, f.At))}
	for i, one := range f.Firings {
		if i == 3 {
			out = append(out, fmt.Sprintf("    and %d times more", len(f.Firings)-i))
			break
		}
		out = append(out, Escape("    acted: "+one.Where))
	}
	if len(f.Firings) == 0 {
		out = append(out, Escape("    did not act: "+f.Unfired))
	}
	return out
}

// callLines are a call: what was asked, what the wire carried, what the client said.
func callLines(o verdict.Observed) []string {
	asked := string(o.Request.Op)
	for _, part := range []string{o.Request.Session, o.Request.SQL, o.Request.Name} {
		if part != "" {
			asked += " " + part
		}
	}
	out := []string{Escape(fmt.Sprintf("  %d. %s", o.Step, clip(asked, 100)))}
	if w := o.Wire; w != nil {
		switch {
		case w.Unreadable:
			out = append(out, "     wire: can't be read, or can't be told apart")
		case w.Lost && len(w.Exchanges) == 0:
			out = append(out, "     wire: the connection had ended before")
		}
		for _, e := range w.Exchanges {
			out = append(out, Escape("     wire: "+exchangeText(e)))
		}
	}
	return append(out, Escape("     said: "+saidText(o)))
}

// exchangeText is an exchange in a line.
func exchangeText(e verdict.Exchange) string {
	parts := []string{fmt.Sprintf("connection %d", e.Conn)}
	if e.Sent != "" {
		parts = append(parts, "sent "+e.Sent)
	}
	if e.Same > 0 {
		parts = append(parts, fmt.Sprintf("the same statement as in exchange %d", e.Same))
	}
	var got []string
	if e.Rows > 0 {
		parts = append(parts, "the server sent "+count(e.Rows, "row"))
	}
	if e.Copied > 0 {
		parts = append(parts, "the server sent "+count(e.Copied, "line"))
	}
	for _, tag := range e.Tags {
		got = append(got, fmt.Sprintf("CommandComplete %q", tag))
	}
	for _, code := range e.Codes {
		got = append(got, "error "+code)
	}
	if e.Tx != "" {
		got = append(got, "ReadyForQuery "+e.Tx)
	}
	if len(got) > 0 {
		parts = append(parts, "was delivered "+strings.Join(got, ", "))
	} else if e.Sent != "" {
		parts = append(parts, "nothing was delivered")
	}
	switch e.End {
	case verdict.EndFIN:
		parts = append(parts, "then the connection was closed (FIN)")
	case verdict.EndRST:
		parts = append(parts, "then the connection was reset (RST)")
	case verdict.EndClient:
		parts = append(parts, "then the client ended the connection")
	}
	return strings.Join(parts, "; ")
}

// saidText is what the client said of a call.
func saidText(o verdict.Observed) string {
	if o.Failure != "" {
		return o.Failure
	}
	a := o.Answer
	parts := []string{"success"}
	if !a.Succeeded() {
		parts[0] = "failure"
	}
	if a.Tag != "" {
		parts = append(parts, a.Tag)
	}
	if len(a.Rows) > 0 {
		parts = append(parts, RowsText(a.Rows.Text(scenario.Null)))
	}
	if e := a.Error; e != nil {
		for _, one := range []struct{ name, value string }{
			{"sqlstate", e.SQLState}, {"class", e.Class}, {"condition", e.Condition}, {"outcome", string(e.Outcome)}, {"retry", string(e.Retry)},
		} {
			if one.value != "" {
				parts = append(parts, one.name+" "+one.value)
			}
		}
		if e.Message != "" {
			parts = append(parts, fmt.Sprintf("%q", clip(e.Message, 120)))
		}
	}
	if a.Status != "" {
		parts = append(parts, "status "+string(a.Status))
	}
	if a.Tx != "" {
		parts = append(parts, "tx "+string(a.Tx))
	}
	return fmt.Sprintf("%s, after %s", strings.Join(parts, ", "), seconds(Line{Result: verdict.Result{DurationMS: o.DurationMS}}.Duration()))
}

// ProbeText is a question after all faults were healed, and its answer, in a line.
func ProbeText(p verdict.Probe) string {
	what := "session " + p.Session
	if p.New {
		what = "a new connection"
	}
	if len(p.Did) == 0 {
		return Escape("  " + what + " was not asked")
	}
	last := p.Did[len(p.Did)-1]
	if got := RowsText(last.Answer.Rows.Text(scenario.Null)); last.Answer.Succeeded() && (last.AsExpected || got == RowsText([][]string{{p.Nonce}})) {
		return Escape("  " + what + " gave its own answer")
	}
	return Escape(fmt.Sprintf("  %s, asked for %s: %s", what, p.Nonce, saidText(last)))
}

// findingLines are what was found, with the cause of each.
func findingLines(l Line) []string {
	if len(l.Findings) == 0 {
		return []string{"", "Nothing is wrong with it."}
	}
	out := []string{"", "What the judge found"}
	for _, f := range l.Findings {
		head := "  " + string(f.Outcome)
		if f.Question != "" {
			head += " (" + string(f.Question) + ")"
		}
		out = append(out, Escape(head+": "+f.String()), Escape("    cause "+f.Cause))
	}
	return out
}

// RowsText is rows in a line, the first of them where they are many.
func RowsText(rows [][]string) string {
	if len(rows) == 0 {
		return "no rows"
	}
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = strings.Join(r, "|")
	}
	return fmt.Sprintf("%q", clip(strings.Join(lines, " / "), 160))
}

// clip shortens a text from outside.
func clip(text string, to int) string {
	if len(text) <= to {
		return text
	}
	return strings.ToValidUTF8(text[:to], "") + "…"
}
