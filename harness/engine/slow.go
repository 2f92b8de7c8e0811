package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/pgfault/pgfault/harness/verdict"
)

// doubtSlow takes back an error of ours that a fault never fired, where the client's deadline came before the server had answered
// what the fault was to act on: on a machine that has much else to do nobody is to blame for that.
func doubtSlow(r verdict.Result) verdict.Result {
	if !r.Prevented() {
		return r
	}
	for _, o := range r.Case.Observed {
		limit := time.Duration(o.Request.TimeoutMS) * time.Millisecond
		if limit > 0 && o.DurationMS >= ms(limit) && !o.Answer.Succeeded() && unanswered(o) {
			return verdict.Undecided(r, fmt.Sprintf("the server had not answered %s on %s when its deadline came, after %s", o.Request.Op, o.Request.Session, limit))
		}
	}
	return r
}

// unanswered tells whether the client still waited for the end of an answer when its call ended, or ended the connection then.
func unanswered(o verdict.Observed) bool {
	return o.Wire != nil && !o.Wire.Unreadable && slices.ContainsFunc(o.Wire.Exchanges, func(e verdict.Exchange) bool {
		return e.Sent != "" && e.Tx == "" && !e.Fatal && (e.End == "" || e.End == verdict.EndClient)
	})
}
