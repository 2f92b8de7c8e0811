package verdict

import "github.com/pgfault/pgfault/harness/target"

// Again judges a result that was stored, of a target that said hello. One that holds no case, since nothing was run or
// nothing was kept, stays what it is.
func Again(r Result, hello target.Hello) Result {
	if !r.HasCase() {
		return r
	}
	c := r.Case
	c.Target, c.Scenario.ID = hello, r.ID
	again := Judge(c)
	again.Target, again.Repeat, again.DurationMS, again.Artifacts = r.Target, r.Repeat, r.DurationMS, r.Artifacts
	if r.Declared != nil {
		again = Deviations{r.ID: *r.Declared}.Declared(again)
	}
	return again
}

// HasCase tells whether a result holds what was judged.
func (r Result) HasCase() bool {
	return r.Skipped != "" || len(r.Observed)+len(r.Probes)+len(r.Faults)+len(r.Troubles) > 0
}
