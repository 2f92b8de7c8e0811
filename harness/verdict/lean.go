package verdict

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// rowsKept is how many rows of an answer are kept, where the scenario does not say which there must be.
const rowsKept = 3

// lean takes out of a case what says nothing to the judge: rows that nobody expects, but for their number, where a connection
// led, and what a server's error had in its fields, of which the failure's own file has all.
func (c *Case) lean() {
	keep := func(o *Observed, want [][]string) {
		c.leanWire(o)
		switch n := len(o.Answer.Rows); {
		case n > 0 && want != nil && sameRows(o.Answer.Rows.Text(scenario.Null), want):
			o.RowCount, o.Answer.Rows, o.AsExpected = n, nil, true
		case n > rowsKept && want == nil:
			o.RowCount, o.Answer.Rows = n, o.Answer.Rows[:rowsKept:rowsKept]
			fallthrough
		case want == nil:
			o.Answer.Rows = shortened(o.Answer.Rows)
		}
		o.Request.DSN, o.Request.SQL = "", cutAt(sqlKept, o.Request.SQL)
		o.Request.Statements = cutAll(o.Request.Statements)
		o.Request.Args = shortened(target.Rows{o.Request.Args})[0]
		if e := o.Answer.Error; e != nil && len(e.Diagnostics) > 0 {
			claim := *e
			claim.Diagnostics = nil
			o.Answer.Error = &claim
		}
	}
	for i := range c.Observed {
		var want [][]string
		if do := c.step(c.Observed[i].Step); do != nil {
			want = do.Rows
		}
		keep(&c.Observed[i], want)
	}
	for i := range c.Probes {
		for j := range c.Probes[i].Did {
			keep(&c.Probes[i].Did[j], nil)
		}
		c.Probes[i].lean()
	}
}

// lean takes out of a probe that got its own answer the question and the answer, which its nonce tells.
func (p *Probe) lean() {
	for i := range p.Did {
		if e := p.Did[i].Answer.Error; e != nil {
			p.Did[i].Answer.Error = &target.Error{Message: cut(e.Message), SQLState: e.SQLState} // of which nothing is judged
		}
	}
	if len(p.Did) == 0 {
		return
	}
	last := &p.Did[len(p.Did)-1]
	if last.Answer.Succeeded() && sameRows(last.Answer.Rows.Text(scenario.Null), [][]string{{p.Nonce}}) {
		last.Request.SQL, last.Answer.Rows, last.RowCount, last.AsExpected = "", nil, 1, true
	}
}

// leanWire takes out of an operation what the judge can do without: the checksums of rows that are those that came, and of lines that are those that were to be copied.
func (c *Case) leanWire(o *Observed) {
	o.Answer.ID = 0 // that of its request
	if o.Wire == nil {
		return
	}
	_, rows := c.otherValues(*o)
	_, lines := otherLines(*o)
	w := *o.Wire
	w.Exchanges = slices.Clone(w.Exchanges)
	for i := range w.Exchanges {
		if !rows {
			w.Exchanges[i].Values = nil
		}
		if !lines {
			w.Exchanges[i].CopiedIn = ""
		}
	}
	o.Wire = &w
}

// valueKept is how much of a value is kept, in bytes.
const valueKept = 100

// shortened are rows with the values cut that are long.
func shortened(rows target.Rows) target.Rows {
	out := make(target.Rows, len(rows))
	for i, row := range rows {
		for _, v := range row {
			if v != nil && len(*v) > valueKept {
				v = target.Text(cut(*v))
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

// sqlKept is how much of a statement is kept, in bytes.
const sqlKept = 400

func cut(text string) string { return cutAt(valueKept, text) }

// cutAll cuts statements that are long.
func cutAll(statements []string) []string {
	out := slices.Clone(statements)
	for i := range out {
		out[i] = cut(out[i])
	}
	return out
}

// cutAt cuts a text that is longer.
func cutAt(most int, text string) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// Lean is a result as it is stored: with the case that its verdict needs, and no more.
func (r Result) Lean() Result {
	c := r.Case
	c.Observed = append([]Observed(nil), c.Observed...)
	probes := make([]Probe, len(c.Probes))
	for i, p := range c.Probes {
		p.Did = append([]Observed(nil), p.Did...)
		probes[i] = p
	}
	if len(probes) > 0 {
		c.Probes = probes
	}
	c.lean()
	if r.Outcome == Pass && len(r.Findings) == 0 {
		c.leanPass()
	}
	r.Case = c
	return r
}
