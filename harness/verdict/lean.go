package verdict

// rowsKept is how many rows of an answer are kept, where the scenario does not say which there must be.
const rowsKept = 3

// lean takes out of a case what says nothing to the judge: rows that nobody expects, but for their number, where a connection
// led, and what a server's error had in its fields, of which the failure's own file has all.
func (c *Case) lean() {
	keep := func(o *Observed, rows bool) {
		if n := len(o.Answer.Rows); n > rowsKept && !rows {
			o.RowCount, o.Answer.Rows = n, o.Answer.Rows[:rowsKept:rowsKept]
		}
		o.Request.DSN = ""
		if e := o.Answer.Error; e != nil && len(e.Diagnostics) > 0 {
			claim := *e
			claim.Diagnostics = nil
			o.Answer.Error = &claim
		}
	}
	for i := range c.Observed {
		do := c.step(c.Observed[i].Step)
		keep(&c.Observed[i], do != nil && do.Rows != nil)
	}
	for i := range c.Probes {
		for j := range c.Probes[i].Did {
			keep(&c.Probes[i].Did[j], true)
		}
	}
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
	r.Case = c
	return r
}
