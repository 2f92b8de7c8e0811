package page

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
)

// caseView is a case as the page shows it: words, and no JSON of a result's.
type caseView struct {
	Outcome  string    `json:"o"`
	Reason   string    `json:"r,omitempty"`
	Declared string    `json:"declared,omitempty"`
	Repeats  string    `json:"repeats,omitempty"`
	MS       float64   `json:"ms"`
	Findings []finding `json:"f,omitempty"`
	// Beside is what was seen, and what the evidence does not decide: it is held against nobody.
	Beside   []string  `json:"beside,omitempty"`
	Calls    []call    `json:"calls,omitempty"`
	Faults   []faulted `json:"faults,omitempty"`
	Probes   []string  `json:"probes,omitempty"`
	Truth    []truth   `json:"truth,omitempty"`
	Troubles []string  `json:"troubles,omitempty"`
	Log      string    `json:"log,omitempty"`
	Server   string    `json:"slog,omitempty"` // the server's log
	Again    string    `json:"again"`
	Files    []string  `json:"files,omitempty"`
	// Replay is the command that plays its conversation, where that is kept.
	Replay string `json:"replay,omitempty"`
	// Trace is the number of its conversation, from 1, and Times are those of the entries, each after the one before.
	Trace int     `json:"trace,omitempty"`
	Times []int64 `json:"times,omitempty"`
}

type finding struct {
	Outcome  string `json:"o"`
	Question string `json:"q,omitempty"`
	Cause    string `json:"c,omitempty"`
	Step     int    `json:"s,omitempty"`
	Text     string `json:"t"`
}

// call is one operation: what was asked, what the wire carried, and what was said, axis by axis.
type call struct {
	Step   int       `json:"s,omitempty"`
	Asked  string    `json:"a"`
	SQL    string    `json:"sql,omitempty"`
	Wire   []string  `json:"w,omitempty"`
	Sent   []sent    `json:"x,omitempty"`
	Claims []claimed `json:"c,omitempty"`
	MS     float64   `json:"ms"`
	// Errors are the message's texts: the client's own words.
	Message string `json:"m,omitempty"`
	Native  string `json:"n,omitempty"`
}

// sent is an exchange of a call: what was sent on a connection, and what was delivered in answer.
type sent struct {
	Conn  int      `json:"c"`
	Sent  string   `json:"s,omitempty"`
	Tags  []string `json:"g,omitempty"`
	Codes []string `json:"e,omitempty"`
	Tx    string   `json:"t,omitempty"`
	End   string   `json:"z,omitempty"`
	Rows  int      `json:"r,omitempty"`
}

type faulted struct {
	Step  int      `json:"s,omitempty"`
	Name  string   `json:"n"`
	At    string   `json:"at,omitempty"`
	Acted []string `json:"acted,omitempty"`
	// Not says what came in its place, where it did not act.
	Not string `json:"not,omitempty"`
}

type truth struct {
	Name string `json:"n"`
	Got  string `json:"g"`
	Want string `json:"w,omitempty"` // where it differs
}

func (m *model) caseOf(one *cell, traces *conversations) caseView {
	l, source := one.line, m.sources[one.source]
	out := caseView{
		Outcome: letters[l.Outcome], Reason: text(l.Reason), MS: ms(l.DurationMS), Again: m.again(source, l), Files: texts(l.Artifacts),
	}
	if l.Declared != nil {
		out.Declared = text(l.Declared.Why)
	}
	if n := len(one.outcomes); n > 1 {
		out.Repeats = report.Summary{Counts: one.outcomes}.CountsText()
	}
	for _, f := range l.Findings {
		if f.Outcome == verdict.Undecidable {
			out.Beside = append(out.Beside, text(f.Text))
			continue
		}
		out.Findings = append(out.Findings, finding{letter(f.Outcome), string(f.Question), text(f.Cause), f.Step, text(f.Text)})
	}
	for _, o := range l.Observed {
		out.Calls = append(out.Calls, callOf(l, o))
	}
	for _, f := range l.Faults {
		out.Faults = append(out.Faults, faultedBy(f))
	}
	for _, p := range l.Probes {
		out.Probes = append(out.Probes, clip(strings.TrimSpace(report.ProbeText(p)), maxText))
	}
	for _, t := range l.Truth {
		shown := truth{Name: text(t.Name), Got: text(report.RowsText(t.Got))}
		if want := text(report.RowsText(t.Want)); want != shown.Got {
			shown.Want = want
		}
		out.Truth = append(out.Truth, shown)
	}
	for _, t := range l.Troubles {
		out.Troubles = append(out.Troubles, text(t.Text))
	}
	if l.Stood != "" {
		out.Troubles = append(out.Troubles, text(l.Stood))
	}
	if worth(l.Outcome) {
		out.Log = lines(string(source.artifact(l, "target.log", maxLog)))
		out.Server = lines(newest(string(source.artifact(l, "server.log", maxTrace)), maxServerLog))
		out.Replay = m.replay(source, l)
		conversation, times := readTrace(source.artifact(l, "trace.txt", maxTrace), source.artifact(l, "bytes.txt", maxTrace))
		if out.Trace = traces.add(conversation); out.Trace > 0 {
			out.Times = times
		}
	}
	return out
}

func callOf(l report.Line, o verdict.Observed) call {
	out := call{Step: o.Step, MS: ms(o.DurationMS), Asked: text(asked(o)), SQL: text(o.Request.SQL), Claims: claims(l, o)}
	if len(o.Request.Statements) > 0 {
		out.SQL = text(strings.Join(o.Request.Statements, ";\n"))
	}
	if e := o.Answer.Error; e != nil {
		out.Message, out.Native = text(e.Message), text(e.Native)
	}
	switch w := o.Wire; {
	case w == nil:
	case w.Unreadable:
		out.Wire = append(out.Wire, "what the wire carried can't be read, or can't be told apart")
	case w.Lost && len(w.Exchanges) == 0:
		out.Wire = append(out.Wire, "the connection had ended before")
	default:
		for i, e := range w.Exchanges {
			if i == 12 {
				out.Wire = append(out.Wire, fmt.Sprintf("and %d exchanges more", len(w.Exchanges)-i))
				break
			}
			out.Sent = append(out.Sent, sent{e.Conn, text(e.Sent), texts(e.Tags), texts(e.Codes), e.Tx, e.End, e.Rows + e.Copied})
		}
	}
	return out
}

// asked names a call.
func asked(o verdict.Observed) string {
	r := o.Request
	parts := []string{string(r.Op)}
	for _, one := range []struct{ word, value string }{
		{"", r.Session}, {"of pool", r.Pool}, {"", r.Name}, {"channel", r.Channel},
	} {
		if one.value == "" {
			continue
		}
		if one.word != "" {
			parts = append(parts, one.word)
		}
		parts = append(parts, one.value)
	}
	return strings.Join(parts, " ")
}

func faultedBy(f verdict.Injected) faulted {
	out := faulted{Step: f.Step, Name: text(f.Name), At: text(f.At), Not: text(f.Unfired)}
	for i, one := range f.Firings {
		if i == 4 {
			out.Acted = append(out.Acted, fmt.Sprintf("and %d times more", len(f.Firings)-i))
			break
		}
		where := one.Where
		if one.Seen != "" {
			where += " (" + one.Seen + ")"
		}
		out.Acted = append(out.Acted, text(where))
	}
	return out
}

// ms rounds a time to what is read of it.
func ms(d float64) float64 {
	if d < 10 {
		return math.Round(d*100) / 100
	}
	return math.Round(d)
}

func letter(o verdict.Outcome) string {
	if s := letters[o]; s != "" {
		return s
	}
	return string(o)
}

// expected is what a step expects; false where it expects nothing.
func expected(l report.Line, step int) (scenario.Expect, bool) {
	at := slices.IndexFunc(l.Expected, func(e verdict.Expected) bool { return e.Step == step })
	if at < 0 || step == 0 {
		return scenario.Expect{}, false
	}
	return l.Expected[at].Expect, true
}
