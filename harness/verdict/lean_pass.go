package verdict

import (
	"math"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// leanPass takes out of a case against which nothing was found what neither the judge nor a reader asks of a pass: how a question
// after all faults came to the answer that was its own, how who connected proved who he is, and the words of an error that was
// named otherwise.
func (c *Case) leanPass() {
	for i := range c.Observed {
		o := &c.Observed[i]
		o.DurationMS = math.Round(o.DurationMS*10) / 10
		o.Wire = o.Wire.withoutLogins()
		if e := o.Answer.Error; e != nil && (e.SQLState != "" || e.Condition != "") {
			claim := *e
			claim.Message = ""
			o.Answer.Error = &claim
		}
	}
	for i := range c.Probes {
		c.Probes[i].leanPass()
	}
}

// leanPass leaves of a probe that was answered at once, over one connection on which nothing was out of order, the answer.
func (p *Probe) leanPass() {
	if len(p.Did) == 0 || p.Tries > 1 || p.EndpointDown != "" {
		return
	}
	last := p.Did[len(p.Did)-1]
	conn := 0
	for _, o := range p.Did {
		if !o.Answer.Succeeded() || !o.readable() || o.Wire.Lost || o.Unseen || o.Unbound != "" {
			return
		}
		for _, e := range o.Wire.Exchanges {
			if !e.plain() || conn != 0 && conn != e.Conn {
				return
			}
			conn = e.Conn
		}
	}
	answer, asked := last.attempt()
	if !last.AsExpected || !asked {
		return
	}
	p.Nonce = ""
	p.Did = []Observed{{
		Request: target.Request{ID: last.Request.ID, Op: last.Request.Op, Session: last.Request.Session},
		Answer:  target.Answer{OK: last.Answer.OK},
		Wire:    &Wire{Exchanges: []Exchange{{Conn: answer.Conn, Sent: answer.Sent, Tags: answer.Tags, Tx: answer.Tx}}}, AsExpected: true,
	}}
}

// plain tells whether an exchange was answered to its end, and nothing else can be said of it.
func (e Exchange) plain() bool {
	return e.Tx != "" && e.Same == 0 && len(e.Codes) == 0 && !e.Fatal && e.Before == "" && e.End == "" && !e.Strange && !e.Altered
}

// withoutLogins is what the wire carried, where a login that went through is its StartupMessage.
func (w *Wire) withoutLogins() *Wire {
	if w == nil {
		return nil
	}
	out := *w
	out.Exchanges = slices.Clone(w.Exchanges)
	for i := range out.Exchanges {
		e := &out.Exchanges[i]
		if e.sent("StartupMessage") && e.Tx == "I" && e.End == "" {
			e.Sent = strings.Join(slices.DeleteFunc(strings.Fields(e.Sent), proves), " ")
		}
	}
	return &out
}

// proves tells whether a message proves who its sender is.
func proves(name string) bool {
	return slices.Contains([]string{"PasswordMessage", "SASLInitialResponse", "SASLResponse", "GSSResponse"}, name)
}
