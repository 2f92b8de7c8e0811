// Package pgfaulttest is the face of pgfault for go test: one call runs the catalogue against a target, a subtest for
// each scenario.
//
//	func TestMyClient(t *testing.T) { pgfaulttest.Run(t, target.Exec("./my-shim")) }
package pgfaulttest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// closeLimit is the limit for the end of a server that was started here.
const closeLimit = 10 * time.Second

// Config says what is run, and what fails the test. Its zero value runs the whole catalogue on the first server that
// works, and fails the test for what makes `pgfault run` red.
type Config struct {
	// Select are the scenarios, as on the command line: ids, families, globs. Empty selects all.
	Select []string
	// Scenarios are scenarios of one's own, run besides those selected; where Select is empty, they alone are run.
	Scenarios []scenario.Scenario
	// Server is a server that is there already. Where it is nil one is started by Postgres, and by the environment what
	// that leaves open (postgres.Config.OrEnvironment); it ends with the test.
	Server   *postgres.Server
	Postgres postgres.Config
	// Seed decides the order and everything random.
	Seed int64
	// Parallel is how many scenarios run at a time; 0 means two for each CPU.
	Parallel int
	// Timeout is the limit of a whole scenario; 0 means the engine's default.
	Timeout time.Duration
	// Expect is the YAML of declared deviations; nil means the target's own. See verdict.LoadDeviations.
	Expect []byte
	// Strict fails the test for weak results, FailOnSkip for skipped ones.
	Strict, FailOnSkip bool
	// Out is a folder for the evidence of what did not pass; empty keeps none.
	Out string
}

// Run runs the whole catalogue against the target.
func Run(t *testing.T, tgt target.Target) {
	t.Helper()
	Config{}.Run(t, tgt)
}

// Run runs the scenarios against the target, and reports each as a subtest by its id. What -run and -skip of go test leave
// out is not run; where they leave out all of them, nothing is started.
func (c Config) Run(t *testing.T, tgt target.Target) {
	t.Helper()
	all, err := c.scenarios()
	if err != nil {
		t.Fatalf("pgfault: %v", err)
	}
	var expect verdict.Deviations
	if c.Expect != nil {
		if expect, err = verdict.LoadDeviations(c.Expect, ids(scenarios.All(), c.Scenarios)...); err != nil {
			t.Fatalf("pgfault: %v", err)
		}
	}
	begun := begin(t, all, c.show)
	defer begun.end()
	if len(begun.selected) == 0 {
		return
	}
	report, err := engine.Run(t.Context(), engine.Config{
		Scenarios: begun.selected, Target: tgt, Server: c.server(t), Parallel: c.Parallel, Seed: c.Seed, Timeout: c.Timeout,
		Expect: expect, Out: c.Out, OnResult: begun.report,
	})
	switch {
	case err != nil:
		t.Errorf("pgfault: %v", err)
	case report.Interrupted:
		t.Error("pgfault: the run was interrupted")
	}
}

// show turns a result into that of a test.
func (c Config) show(t *testing.T, r verdict.Result) {
	t.Helper()
	text := fmt.Sprintf("%s: %s", r.Outcome, r.Reason)
	switch r.Outcome {
	case verdict.Pass:
	case verdict.ExpectedFail:
		t.Log(text)
	case verdict.Weak:
		if c.Strict {
			t.Error(text)
		} else {
			t.Log(text)
		}
	case verdict.Skipped:
		if c.FailOnSkip {
			t.Error(text)
		} else {
			t.Skip(text)
		}
	case verdict.Unsupported:
		t.Skip(text)
	default:
		t.Error(text)
		for _, f := range r.Findings[min(1, len(r.Findings)):] {
			t.Logf("also %s: %s", f.Outcome, f)
		}
	}
}

func (c Config) scenarios() ([]scenario.Scenario, error) {
	var out []scenario.Scenario
	if len(c.Select) == 0 && len(c.Scenarios) == 0 {
		out = scenarios.All()
	}
	for _, selector := range c.Select {
		found := scenarios.Find(selector)
		if len(found) == 0 {
			return nil, fmt.Errorf("nothing is selected by %q; the nearest is %q", selector, scenarios.Nearest(selector))
		}
		for _, s := range found {
			if !slices.Contains(ids(out), s.ID) {
				out = append(out, s)
			}
		}
	}
	for _, s := range c.Scenarios {
		if slices.Contains(ids(out), s.ID) {
			return nil, fmt.Errorf("two scenarios are called %q", s.ID)
		}
		out = append(out, s)
	}
	return out, nil
}

func (c Config) server(t *testing.T) *postgres.Server {
	t.Helper()
	if c.Server != nil {
		return c.Server
	}
	cfg, err := c.Postgres.OrEnvironment()
	if err != nil {
		t.Fatalf("pgfault: %v", err)
	}
	srv, err := postgres.Start(t.Context(), cfg)
	if err != nil {
		t.Fatalf("pgfault: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
		defer cancel()
		if err := srv.Close(ctx); err != nil {
			t.Errorf("pgfault: %v", err)
		}
	})
	return srv
}

func ids(lists ...[]scenario.Scenario) []string {
	var out []string
	for _, list := range lists {
		for _, s := range list {
			out = append(out, s.ID)
		}
	}
	return out
}
