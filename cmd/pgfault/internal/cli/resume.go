package cli

import (
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/verdict"
)

// resume leaves out what earlier runs in the same folder have decided, of the same client at the same version.
func (p *plan) resume() error {
	runs, err := runsIn(p.o.out)
	if err != nil {
		return err
	}
	decided := map[string]bool{}
	for _, rec := range runs {
		if rec.Run.Target.Name != p.hello.Name || rec.Run.Target.Version != p.hello.Version {
			continue
		}
		for _, l := range rec.Results {
			switch l.Outcome {
			case verdict.HarnessError, verdict.Unknown, verdict.Skipped:
			default:
				decided[l.ID] = true
			}
		}
	}
	p.scenarios = slices.DeleteFunc(slices.Clone(p.scenarios), func(s scenario.Scenario) bool { return decided[s.ID] })
	return nil
}
