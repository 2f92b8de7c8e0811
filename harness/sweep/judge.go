package sweep

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/pgdiag"
)

// judge holds what the target claimed against what the server holds, and its answers against those that it gave when
// nothing failed. A workload goes from one state of the server's data to the next, and all of them are known. What is
// harmless is no reason to fail.
func (st *testbed) judge(c *verdict.Case, truth [][][]string, harmless bool) []verdict.Finding {
	t, found := st.recorded, []verdict.Finding(nil)
	claim := t.readClaim(c)
	for i, asked := range st.workload.Truth {
		c.Truth = append(c.Truth, verdict.TruthAnswer{Name: asked.Name, Want: t.left[claim.right[0]][i], Got: truth[i]})
	}
	if !slices.ContainsFunc(claim.right, func(state int) bool { return sameTables(t.left[state], truth) }) {
		text := fmt.Sprintf("%s, and the server holds %s", claim.text, t.stateOf(truth))
		found = append(found, verdict.Finding{Outcome: verdict.Fail, Question: verdict.Safety, Rule: "truth", Cause: "truth/" + string(lastStep(c).Request.Op), Step: claim.step, Text: text})
	}
	for _, o := range c.Observed {
		if o.Step == 0 || !o.Answer.Succeeded() {
			if harmless && o.Failure == "" {
				text := fmt.Sprintf("%s: failed, though nothing was taken from the conversation", o.Request.Op)
				found = append(found, verdict.Finding{Outcome: verdict.Fail, Question: verdict.Safety, Rule: "success", Cause: "success/" + string(o.Request.Op) + "/harmless", Step: o.Step, Text: text})
			}
			continue
		}
		if got := o.Answer.Rows.Text(scenario.Null); !sameRows(got, t.rows[o.Step-1]) {
			text := fmt.Sprintf("%s: reported success with %s, and without a fault it is %s", o.Request.Op, show([][][]string{got}), show(t.rows[o.Step-1:o.Step]))
			found = append(found, verdict.Finding{Outcome: verdict.Fail, Question: verdict.Safety, Rule: "rows", Cause: "rows/" + string(o.Request.Op), Step: o.Step, Text: text})
		}
	}
	return append(found, claim.weak...)
}

// claim is what a target said of the workload as a whole, and in which states the server may be then; the first is the
// one to be shown.
type claim struct {
	step  int
	text  string
	right []int
	weak  []verdict.Finding
}

// readClaim reads what the target said. The last answer is the one that counts: a success says that all before it is done.
func (t *recordedRun) readClaim(c *verdict.Case) claim {
	last := lastStep(c)
	n, op := last.Step, t.workload.Steps[last.Step-1].Do.Op
	if last.Request.Op == "" || last.Answer.Succeeded() {
		return claim{text: "every step reported success", right: []int{n}}
	}
	before, end := n-1, t.workload.end(n)
	k := claim{step: n, right: []int{before}}
	var outcome pgdiag.Outcome
	if last.Answer.Error != nil {
		outcome = last.Answer.Error.Outcome
	}
	weak := func(text string) {
		if last.Failure == "" && !sameTables(t.left[before], t.left[end]) { // what writes nothing has no outcome to speak of
			k.weak = append(k.weak, verdict.Finding{Outcome: verdict.Weak, Question: verdict.Write, Rule: "outcome", Cause: "outcome/" + string(op), Step: n, Text: fmt.Sprintf("%s: %s", op, text)})
		}
	}
	switch outcome {
	case pgdiag.OutcomeNotSent, pgdiag.OutcomeRolledBack:
	case pgdiag.OutcomeCommitted:
		k.right = []int{end}
	case "":
		weak("failed, and did not report whether it was done")
	default:
		if end != n {
			weak(fmt.Sprintf("the outcome is %q, though no COMMIT was asked for", outcome))
		}
	}
	if end == n && (outcome == "" || outcome == pgdiag.OutcomeUnknown) {
		k.right = append(k.right, end)
	}
	k.text = fmt.Sprintf("%s: failed, and claimed %q", op, outcome)
	if outcome == "" {
		k.text = fmt.Sprintf("%s: failed, and claimed nothing", op)
	}
	return k
}

// lastStep is the last step that was done. Where none was, it is the first, which was done before the fault.
func lastStep(c *verdict.Case) verdict.Observed {
	last := verdict.Observed{Step: 1}
	for _, o := range c.Observed {
		if o.Step > 0 {
			last = o
		}
	}
	return last
}

// stateOf says which state of the workload the truth is.
func (t *recordedRun) stateOf(truth [][][]string) string {
	for state := range t.left {
		switch {
		case !sameTables(t.left[state], truth):
		case state == 0:
			return "what was there at first"
		default:
			return fmt.Sprintf("what step %d leaves, %s", state, t.workload.Steps[state-1].Do.Op)
		}
	}
	return "what no step leaves: " + show(truth)
}

// show gives the answers to the truths in one line.
func show(truth [][][]string) string {
	var lines []string
	for _, rows := range truth {
		for _, row := range rows {
			lines = append(lines, strings.Join(row, "|"))
		}
	}
	if len(lines) == 0 {
		return "no rows"
	}
	return fmt.Sprintf("%q", strings.Join(lines, " / "))
}

func sameTables(a, b [][][]string) bool { return slices.EqualFunc(a, b, sameRows) }

func sameRows(a, b [][]string) bool { return slices.EqualFunc(a, b, slices.Equal[[]string]) }
