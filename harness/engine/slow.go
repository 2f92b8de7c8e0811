package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/verdict"
)

// doubtSlow takes back what is due to a server that had not answered when the client's deadline came: what was found without a
// fault that was to act on that answer, and that the client needed more than one try to connect again, when all faults were
// gone. On a machine that has much else to do nobody is to blame for that.
func doubtSlow(r verdict.Result) verdict.Result {
	var suspects []verdict.Observed
	switch {
	case (r.Prevented() || r.Outcome == verdict.Fail) && len(r.Case.Faults) > 0 && len(r.Case.Firings()) == 0:
		suspects = r.Case.Observed // no silence was of our making
	case r.Outcome == verdict.Weak && !slices.ContainsFunc(r.Findings, isAnotherAmber):
		for _, p := range r.Case.Probes {
			suspects = append(suspects, p.Failed...)
		}
	}
	for _, o := range suspects {
		limit := time.Duration(o.Request.TimeoutMS) * time.Millisecond
		if limit > 0 && o.DurationMS >= ms(limit) && !o.Answer.Succeeded() && unanswered(o) {
			return verdict.Undecided(r, fmt.Sprintf("the server had not answered %s on %s when its deadline came, after %s", o.Request.Op, o.Request.Session, limit))
		}
	}
	return r
}

// isAnotherAmber tells whether a finding is an amber for another reason than that several tries were needed.
func isAnotherAmber(f verdict.Finding) bool {
	return f.Outcome == verdict.Weak && !strings.HasSuffix(f.Cause, "/"+verdict.SeveralTries)
}

// unanswered tells whether the client still waited for the end of an answer when its call ended, or ended the connection then.
func unanswered(o verdict.Observed) bool {
	return o.Wire != nil && !o.Wire.Unreadable && slices.ContainsFunc(o.Wire.Exchanges, func(e verdict.Exchange) bool {
		return e.Sent != "" && e.Tx == "" && !e.Fatal && (e.End == "" || e.End == verdict.EndClient)
	})
}
