package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
)

// many gives n scenarios that a good target passes.
func many(n int) []scenario.Scenario {
	out := make([]scenario.Scenario, n)
	for i := range out {
		out[i] = insert()
		out[i].ID = fmt.Sprintf("test/n%d", i)
	}
	return out
}

func TestTheSeedDecidesTheOrderAndTheNonces(t *testing.T) {
	order := func(seed int64) (started, nonces []string) {
		tgt := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
			if strings.HasPrefix(req.SQL, "SELECT 'nonce") {
				nonces = append(nonces, req.SQL)
			}
			return do(req)
		})
		report, err := engine.Run(t.Context(), engine.Config{
			Scenarios: many(6), Target: tgt, Server: server, Parallel: 1, Seed: seed,
			OnStart: func(id string) { started = append(started, id) },
		})
		if err != nil || report.Counts[verdict.Pass] != 6 {
			t.Fatalf("%+v, %v", report.Counts, err)
		}
		return started, nonces
	}
	first, nonces := order(1)
	if again, same := order(1); !slices.Equal(first, again) || !slices.Equal(nonces, same) {
		t.Fatalf("the same seed gave %v and %v", first, again)
	}
	if other, _ := order(2); slices.Equal(first, other) {
		t.Fatalf("another seed gave the same order %v", first)
	}
}

func TestTheSeedDecidesTheOrderOfManyWorkersToo(t *testing.T) {
	order := func() (started []string) {
		_, err := engine.Run(t.Context(), engine.Config{
			Scenarios: many(40), Target: reference.New(), Server: server, Parallel: 8, Seed: 1,
			OnStart: func(id string) { started = append(started, id) },
		})
		if err != nil {
			t.Fatal(err)
		}
		return started
	}
	if first, again := order(), order(); len(first) != 40 || !slices.Equal(first, again) {
		t.Fatalf("the same seed gave %v and %v", first, again)
	}
}

func TestWorkersRunSideBySideAndResultsKeepTheirOrder(t *testing.T) {
	var results int
	report, err := engine.Run(t.Context(), engine.Config{
		Scenarios: many(8), Target: reference.New(), Server: server, Parallel: 4, Repeat: 2,
		OnResult: func(verdict.Result) { results++ },
	})
	if err != nil {
		t.Fatal(err)
	}
	if results != 16 || report.Counts[verdict.Pass] != 16 || report.ExitCode(true, true) != 0 {
		t.Fatalf("%d results: %v", results, report.Counts)
	}
	for i, r := range report.Results {
		if r.ID != fmt.Sprintf("test/n%d", i%8) || r.Repeat != i/8+1 {
			t.Fatalf("result %d is %s, repetition %d", i, r.ID, r.Repeat)
		}
	}
}

func TestAnInstanceThatBrokeIsReplaced(t *testing.T) {
	tgt := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
		if strings.Contains(req.SQL, "break") {
			panic("boom")
		}
		return do(req)
	})
	scenarios := many(3)
	for i := range scenarios {
		scenarios[i].Steps = append(scenarios[i].Steps, query("SELECT 'break'", scenario.Expect{}))
	}
	report, err := engine.Run(t.Context(), engine.Config{Scenarios: scenarios, Target: tgt, Server: server, Parallel: 1})
	if err != nil || report.Counts[verdict.Fail] != 3 || tgt.started() != 3 {
		t.Fatalf("%v, %d starts, %v", report.Counts, tgt.started(), err)
	}
	if code := report.ExitCode(false, false); code != 1 {
		t.Fatalf("exit code %d", code)
	}
}

func TestUntilFailEndsWithTheFirstFailure(t *testing.T) {
	runs := 0
	tgt := intercepting(func(_ context.Context, req target.Request, do doer) (target.Answer, error) {
		if strings.HasPrefix(req.SQL, "INSERT") {
			if runs++; runs == 5 {
				return ok(), nil
			}
		}
		return do(req)
	})
	report, err := engine.Run(t.Context(), engine.Config{Scenarios: many(2), Target: tgt, Server: server, Parallel: 1, UntilFail: true})
	if err != nil || report.Counts[verdict.Fail] != 1 || len(report.Results) < 5 || len(report.Results) > 6 || report.Interrupted {
		t.Fatalf("%v of %d, %v", report.Counts, len(report.Results), err)
	}
}

func TestAnInterruptedRunGivesAPartialReport(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	report, err := engine.Run(ctx, engine.Config{
		Scenarios: many(20), Target: reference.New(), Server: server, Parallel: 1,
		OnResult: func(verdict.Result) { cancel() },
	})
	if err != nil || !report.Interrupted || len(report.Results) != 1 || report.ExitCode(false, false) != 130 {
		t.Fatalf("%+v, %v", report, err)
	}
}

func TestARunThatCannotBeginSaysWhy(t *testing.T) {
	for name, tt := range map[string]struct {
		cfg  engine.Config
		want string
	}{
		"no target": {engine.Config{Server: server}, "no target"},
		"no server": {engine.Config{Target: reference.New()}, "no server"},
		"cat":       {engine.Config{Server: server, Target: target.Exec("cat")}, `start target: start shim cat: target wrote an answer without "ok"`},
		"dies":      {engine.Config{Server: server, Target: target.Exec("false")}, "target died (exit status 1)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := engine.Run(t.Context(), tt.cfg)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("want %q, got %v", tt.want, err)
			}
		})
	}
}

func TestNothingSelectedIsAnExitCodeOfItsOwn(t *testing.T) {
	report, err := engine.Run(t.Context(), engine.Config{Target: reference.New(), Server: server})
	if err != nil || report.ExitCode(false, false) != 5 {
		t.Fatalf("%+v, %v", report, err)
	}
}

func TestWhatTakesLongIsBegunFirst(t *testing.T) {
	all := many(5)
	all[3].Given.Own = true
	all[1].Given.Pooler = "session"
	var started []string
	report, err := engine.Run(t.Context(), engine.Config{
		Scenarios: all, Target: reference.New(), Server: server, Parallel: 1, Seed: 1,
		OnStart: func(id string) { started = append(started, id) },
	})
	if err != nil || len(report.Results) != 5 {
		t.Fatalf("%+v, %v", report, err)
	}
	first := started[:2]
	slices.Sort(first)
	if !slices.Equal(first, []string{"test/n1", "test/n3"}) {
		t.Fatalf("begun in the order %v", started)
	}
}
