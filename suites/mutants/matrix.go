// Package mutants proves that every check can fail: it runs the catalogue against targets that are wrong on purpose
// (harness/target/mutant), and keeps which scenario is failed by which in docs/mutants.md.
package mutants

import (
	"context"
	"fmt"
	"slices"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/mutant"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Config is what to run.
type Config struct {
	Server    *postgres.Server
	Scenarios []scenario.Scenario
	Mutants   []mutant.Mutant
	// Parallel is how many scenarios run at a time; more on a mutant that waits.
	Parallel int
	// OnMutant, if set, is told what became of each mutant as it comes, the reference first.
	OnMutant func(name string, counts map[verdict.Outcome]int)
}

// Run runs each scenario against the reference, and against each mutant where the reference passes: what the right client
// does not pass proves nothing about a wrong one. A scenario that can't be run here has a row that says why.
func Run(ctx context.Context, cfg Config) (Table, error) {
	table := Table{}
	results, err := run(ctx, cfg, reference.New())
	if err != nil {
		return nil, err
	}
	var asked []scenario.Scenario
	for i, r := range results {
		switch r.Outcome {
		case verdict.Pass:
			asked = append(asked, cfg.Scenarios[i])
			table[r.ID] = Row{}
		case verdict.Skipped:
			table[r.ID] = Row{Skipped: r.Reason}
		default:
			table[r.ID] = Row{Broke: []string{fmt.Sprintf("%s: %s: %s", reference.Name, r.Outcome, r.Reason)}}
		}
	}
	cfg.Scenarios = asked
	for _, m := range cfg.Mutants {
		one := cfg
		if m.Waits {
			one.Parallel *= 3 // what waits costs no CPU
		}
		results, err := run(ctx, one, m)
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			row := table[r.ID]
			switch r.Outcome {
			case verdict.Fail:
				row.By = append(row.By, m.Name())
			case verdict.HarnessError:
				if !r.Prevented() { // a moment ago it came about, with the reference
					row.Broke = append(row.Broke, fmt.Sprintf("%s: %s", m.Name(), r.Reason))
				}
			}
			table[r.ID] = row
		}
	}
	return table, nil
}

func run(ctx context.Context, cfg Config, tgt target.Target) ([]verdict.Result, error) {
	if len(cfg.Scenarios) == 0 {
		return nil, nil
	}
	report, err := engine.Run(ctx, engine.Config{
		Scenarios: cfg.Scenarios, Target: tgt, Server: cfg.Server, Parallel: cfg.Parallel, Expect: verdict.Deviations{},
	})
	if err != nil {
		return nil, fmt.Errorf("run %s: %w", tgt.Name(), err)
	}
	if report.Interrupted {
		return nil, fmt.Errorf("run %s: %w", tgt.Name(), context.Cause(ctx))
	}
	if cfg.OnMutant != nil {
		cfg.OnMutant(tgt.Name(), report.Counts)
	}
	return report.Results, nil
}

// sharp are the names of the mutants that are not blunt.
func sharp() []string {
	var names []string
	for _, m := range mutant.All() {
		if !m.Blunt {
			names = append(names, m.Name())
		}
	}
	return names
}

// Sharp is the first mutant that fails the row's scenario and is not blunt; "" where there is none.
func (r Row) Sharp() string {
	names := sharp()
	for _, name := range r.By {
		if slices.Contains(names, name) {
			return name
		}
	}
	return ""
}
