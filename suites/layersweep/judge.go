package layersweep

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/pgdiag"
)

// Finding is something that is not so: of pgdiag, a lie, or of the driver.
type Finding struct {
	Run *Run
	// What is the kind of finding, in a few words that are the same for all of its kind.
	What string
	// Entry is how pgdiag was asked; empty where it is the driver that says what is not so.
	Entry string
	Claim *pgdiag.Diagnosis
}

// Lie tells whether it is pgdiag that says it.
func (f Finding) Lie() bool { return f.Entry != "" }

// String is a line for people.
func (f Finding) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: call %d returned %v; the server holds %v", f.What, f.Run.Point, f.Run.Failed+1, f.Run.Err, f.Run.Held)
	if d := f.Claim; d != nil {
		fmt.Fprintf(&b, "; %s says %s by %s, retry %s, %s, status %s, phase %s", f.Entry, d.Outcome, d.Rule, d.Retry, d.Condition, d.Status, d.Phase)
	}
	return b.String()
}

// judge holds what was claimed against what is so.
func judge(run *Run) (found []Finding) {
	p := run.Point
	if run.Hung {
		found = append(found, Finding{Run: run, What: "hangs"})
	}
	for i, part := range run.Held {
		if slices.Contains(run.Held[:i], part) {
			found = append(found, Finding{Run: run, What: "done twice"})
			break
		}
	}
	for _, part := range run.promised() {
		if !slices.Contains(run.Held, part) {
			found = append(found, Finding{Run: run, What: "success reported, and nothing held"})
			break
		}
	}
	if run.Err == nil {
		return found
	}
	call := p.Operation.Calls[run.Failed]
	held, all := 0, true
	for _, part := range slices.Concat(call.Leaves, call.May) {
		if slices.Contains(run.Held, part) {
			held++
		} else if slices.Contains(call.Leaves, part) {
			all = false
		}
	}
	for _, c := range run.Claims {
		for _, what := range lies(c, run, held, all) {
			found = append(found, Finding{Run: run, What: what, Entry: c.Entry, Claim: c.D})
		}
	}
	return found
}

// promised are the parts that the calls before the failed one have left for good, by their own success. Parts of a
// transaction are promised by its Commit.
func (run *Run) promised() (parts []string) {
	for _, c := range run.Point.Operation.Calls[:run.Failed] {
		for _, part := range c.Leaves {
			if c.Kind != Inside && slices.Contains(run.recorded.parts, part) {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// lies are what is not so in a claim about a call of whose parts the server holds so many, or all.
func lies(c Claim, run *Run, held int, all bool) (whats []string) {
	add := func(is bool, what string) {
		if is {
			whats = append(whats, what)
		}
	}
	d := c.D
	if d == nil {
		return []string{"an error without a diagnosis"}
	}
	add(held > 0 && d.Outcome == pgdiag.OutcomeNotSent, "not_sent, and it is held")
	add(held > 0 && d.Outcome == pgdiag.OutcomeRolledBack, "rolled_back, and it is held")
	add(!all && d.Outcome == pgdiag.OutcomeCommitted, "committed, and it is not held")
	careful := d.Retry == pgdiag.RetryVerifyFirst || d.Retry == pgdiag.RetryNo
	add(held > 0 && d.Outcome == pgdiag.OutcomeUnknown && !careful, "try again, and it is held")
	add(held == 0 && d.Outcome == pgdiag.OutcomeUnknown && !careful, "try again what is unknown")
	add(d.Outcome == pgdiag.OutcomeCommitted && d.Retry != pgdiag.RetryNo, "try again what is committed")
	if strings.HasSuffix(c.Entry, later) {
		return whats // of the status then, the connection that has gone on may have another
	}
	add(run.Closed && d.Status == pgdiag.StatusOpen, "open, and it is closed")
	add(run.Works && (d.Status == pgdiag.StatusFaulty || d.Status == pgdiag.StatusClosed), string(d.Status)+", and it works")
	return whats
}
