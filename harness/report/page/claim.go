package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// claimed is what a client said on one axis, beside what the evidence says and what the model answer is.
type claimed struct {
	Axis  string `json:"a"`
	Said  string `json:"s,omitempty"`
	Truth string `json:"t,omitempty"`
	Model string `json:"m,omitempty"`
	// Verdict is the letter of what was found about it; empty where nothing is wrong with it.
	Verdict string `json:"v,omitempty"`
}

// claims are what a client said of a call, axis by axis.
func claims(l report.Line, o verdict.Observed) []claimed {
	a, e := o.Answer, o.Answer.Error
	want, asked := expected(l, o.Step)
	rows := []claimed{{Axis: "result", Said: result(o), Truth: delivered(o), Model: modelResult(want, asked)}}
	add := func(axis, said, truth, model string) {
		if said != "" || model != "" {
			rows = append(rows, claimed{Axis: axis, Said: text(said), Truth: text(truth), Model: text(model)})
		}
	}
	if len(a.Rows) > 0 || want.Rows != nil {
		said := report.RowsText(a.Rows.Text(scenario.Null))
		if o.AsExpected {
			said = "as expected"
		}
		if !a.Succeeded() {
			said = ""
		}
		model := ""
		if want.Rows != nil {
			model = report.RowsText(want.Rows)
		}
		add("rows", said, sentRows(o), model)
	}
	add("tag", a.Tag, strings.Join(tags(o), ", "), "")
	var said verdictError
	if e != nil {
		said = verdictError{e.SQLState, e.Class, e.Condition, string(e.Origin), string(e.Scope), string(e.Outcome), string(e.Retry)}
	}
	code := codeEvidence(o)
	add("sqlstate", said.sqlstate, code, or(want.SQLState))
	add("condition", said.condition, code, or(want.Condition))
	add("class", said.class, code, or(want.Class))
	add("origin", said.origin, endEvidence(o), or(want.Origin))
	add("scope", said.scope, endEvidence(o), or(want.Scope))
	add("outcome", said.outcome, held(l), or(want.Outcome))
	add("retry", said.retry, held(l), or(want.Retry))
	if e != nil {
		for _, one := range []struct {
			axis string
			is   *bool
		}{{"timeout", e.Timeout}, {"disconnect", e.Disconnect}, {"transient", e.Transient}, {"safe_to_retry", e.SafeToRetry}} {
			if one.is != nil {
				add(one.axis, fmt.Sprint(*one.is), endEvidence(o), "")
			}
		}
	}
	add("status", string(a.Status), statusEvidence(l, o), or(want.Status))
	add("tx", string(a.Tx), txEvidence(o), or(want.Tx))
	add("resolution", string(a.Resolution), held(l), or(want.Resolution))
	return judged(l, o, rows)
}

type verdictError struct{ sqlstate, class, condition, origin, scope, outcome, retry string }

// judged marks the axes that something was found about.
func judged(l report.Line, o verdict.Observed, rows []claimed) []claimed {
	for _, f := range l.Findings {
		if f.Step != o.Step || f.Step == 0 || f.Outcome == verdict.Undecidable {
			continue
		}
		at := slices.IndexFunc(rows, func(c claimed) bool { return c.Axis == f.Rule })
		if at < 0 {
			at = 0 // about the call as a whole
		}
		if rows[at].Verdict == "" {
			rows[at].Verdict = letter(f.Outcome)
		}
	}
	return rows
}

func result(o verdict.Observed) string {
	switch {
	case o.Failure != "":
		return text(o.Failure)
	case o.Answer.Unsupported:
		return "not supported: " + text(o.Answer.Why)
	case o.Answer.Succeeded():
		return "success"
	}
	return "failure"
}

func modelResult(want scenario.Expect, asked bool) string {
	switch {
	case !asked:
		return ""
	case want.OrSucceeds:
		return "failure, or success"
	case want.Fails, len(want.Condition)+len(want.SQLState)+len(want.Class)+len(want.Outcome) > 0:
		return "failure"
	}
	return "success"
}

// delivered says in words what the answer is held against.
func delivered(o verdict.Observed) string {
	if o.Wire == nil {
		return ""
	}
	if o.Wire.Unreadable {
		return "the wire can't be read"
	}
	var got []string
	end := ""
	for _, e := range o.Wire.Exchanges {
		for _, tag := range e.Tags {
			if tag == "" {
				tag = "EmptyQueryResponse"
			}
			got = append(got, tag)
		}
		for _, code := range e.Codes {
			got = append(got, "error "+code)
		}
		switch e.End {
		case verdict.EndFIN:
			end = ", then FIN"
		case verdict.EndRST:
			end = ", then RST"
		}
	}
	switch {
	case len(o.Wire.Exchanges) == 0:
		return "nothing was sent"
	case len(got) == 0 && o.Request.Op == target.OpConnect:
		return "" // there is no command to complete
	case len(got) == 0:
		return "no answer was delivered" + end
	}
	return text(strings.Join(got, ", ")) + " was delivered" + end
}

func sentRows(o verdict.Observed) string {
	if o.Wire == nil || o.Wire.Unreadable {
		return ""
	}
	n := 0
	for _, e := range o.Wire.Exchanges {
		n += e.Rows + e.Copied
	}
	return "the server sent " + count(n, "row")
}

func tags(o verdict.Observed) (out []string) {
	if o.Wire != nil {
		for _, e := range o.Wire.Exchanges {
			out = append(out, e.Tags...)
		}
	}
	return out
}

func codeEvidence(o verdict.Observed) string {
	if o.Wire == nil {
		return ""
	}
	var codes []string
	for _, e := range o.Wire.Exchanges {
		codes = append(codes, e.Codes...)
	}
	if len(codes) == 0 {
		return "no code was delivered"
	}
	return strings.Join(codes, ", ") + " was delivered"
}

func endEvidence(o verdict.Observed) string {
	if o.Wire == nil {
		return ""
	}
	for _, e := range slices.Backward(o.Wire.Exchanges) {
		switch {
		case e.End == verdict.EndFIN:
			return "the connection was closed (FIN)"
		case e.End == verdict.EndRST:
			return "the connection was reset (RST)"
		case e.End == verdict.EndClient:
			return "the client ended the connection"
		case e.Fatal:
			return "a FATAL error was delivered"
		}
	}
	if o.Wire.Lost {
		return "the connection had ended before"
	}
	return "the connection stood"
}

// statusEvidence is what is known of the session's connection: how the call ended, and what became of the question afterwards.
func statusEvidence(l report.Line, o verdict.Observed) string {
	evidence := endEvidence(o)
	if o.Step == 0 || !isLast(l, o) {
		return evidence
	}
	for _, p := range l.Probes {
		if p.Session == o.Request.Session && !p.New {
			return strings.TrimSpace(evidence + "; asked afterwards: " + strings.TrimSpace(report.ProbeText(p)))
		}
	}
	return evidence
}

// isLast tells whether a call is the last of its session.
func isLast(l report.Line, o verdict.Observed) bool {
	for _, other := range l.Observed {
		if other.Request.Session == o.Request.Session && other.Step > o.Step {
			return false
		}
	}
	return true
}

func txEvidence(o verdict.Observed) string {
	if o.Wire == nil {
		return ""
	}
	for _, e := range slices.Backward(o.Wire.Exchanges) {
		if e.Tx != "" {
			return "ReadyForQuery " + map[string]string{"I": "idle", "T": "in a transaction", "E": "in a failed transaction"}[e.Tx]
		}
	}
	return "no ReadyForQuery was delivered"
}

// held is what the server holds, in short.
func held(l report.Line) string {
	if len(l.Truth) == 0 {
		return ""
	}
	t := l.Truth[0]
	return fmt.Sprintf("%s: %s", t.Name, report.RowsText(t.Got))
}

func or[T ~string](all []T) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = string(one)
	}
	return strings.Join(words, " or ")
}
