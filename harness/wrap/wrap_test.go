package wrap_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wrap"
)

// programLimit is how long a run may take, on a busy machine too.
const programLimit = 5 * time.Second

// program is a configuration for one of the programs of this test.
func program(name string, faults ...string) wrap.Config {
	return wrap.Config{
		Command: wrap.Command{Argv: []string{os.Args[0], act, name}}, Server: server, Faults: faults, Clean: 2, Rerun: 1, Seed: 1, Parallel: 1, All: true,
		Within: programLimit,
		Setup:  []wrap.Setup{{Name: "jobs", SQL: jobs}},
	}
}

// learned learns a program.
func learned(t *testing.T, cfg wrap.Config) *wrap.Wrap {
	t.Helper()
	w, err := wrap.Learn(t.Context(), cfg)
	t.Cleanup(func() {
		if err := w.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// wrapped learns a program, and runs its points.
func wrapped(t *testing.T, cfg wrap.Config) engine.Report {
	t.Helper()
	report, err := learned(t, cfg).Run(t.Context(), wrap.Watch{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Results {
		if r.Outcome == verdict.HarnessError || r.Outcome == verdict.NotMet || r.Outcome == verdict.Unknown {
			t.Errorf("%s is %s: %s", r.ID, r.Outcome, r.Reason)
		}
	}
	return report
}

// worst is the gravest class of a report, and a result that has it.
func worst(report engine.Report) (wrap.Class, verdict.Result) {
	for _, c := range wrap.Classes {
		for _, r := range report.Results {
			if r.Program != nil && r.Program.Class == string(c) {
				return c, r
			}
		}
	}
	return "", verdict.Result{}
}

// mistakePoints is how many points are run of a program with one mistake: it is met at those that hurt most.
const mistakePoints = 6

func TestEachMistakeIsCaughtByItsClass(t *testing.T) {
	for _, test := range []struct {
		program string
		want    wrap.Class
		outcome verdict.Outcome
		faults  []string
	}{
		{"hasty", wrap.Ambiguous, verdict.Weak, wrap.Faults()},
		{"believing", wrap.WrongSuccess, verdict.Fail, []string{"reset"}},
		{"zealous", wrap.DoneTwice, verdict.Fail, []string{"close"}},
		{"premature", wrap.HalfDone, verdict.Fail, []string{"reset", "error"}},
		{"dirty", wrap.Wedged, verdict.Fail, []string{"error"}},
		{"careless", wrap.Crashes, verdict.Fail, []string{"error"}},
		{"forgetful", wrap.Leaks, verdict.Fail, []string{"reset"}},
		{"stubborn", wrap.RetriesBadly, verdict.Fail, []string{"refuse"}},
		{"patient", wrap.Hangs, verdict.Weak, []string{"swallow", "silence"}},
	} {
		t.Run(test.program, func(t *testing.T) {
			t.Parallel()
			cfg := program(test.program, test.faults...)
			cfg.All, cfg.Budget = false, wrap.Budget{Points: mistakePoints}
			if test.want == wrap.Hangs {
				cfg.Within = 0 // nobody has said what it may take
			}
			report := wrapped(t, cfg)
			class, r := worst(report)
			if class != test.want || r.Outcome != test.outcome {
				t.Errorf("it is %q, %s (%s: %s), expected %q, %s", class, r.Outcome, r.ID, r.Reason, test.want, test.outcome)
			}
		})
	}
}

// A limit that was given is to be kept.
func TestAHangBeyondALimitThatWasGivenIsRed(t *testing.T) {
	t.Parallel()
	cfg := program("patient", "silence")
	cfg.All, cfg.Budget = false, wrap.Budget{Points: 2}
	if class, r := worst(wrapped(t, cfg)); class != wrap.Hangs || r.Outcome != verdict.Fail {
		t.Errorf("it is %q, %s", class, r.Outcome)
	}
}

// What asks for TLS gets it, and is read all the same.
func TestAProgramWithTLS(t *testing.T) {
	t.Parallel()
	cfg := program("hasty", "reset", "refuse")
	cfg.Command.TLS = true
	w := learned(t, cfg)
	report, err := w.Run(t.Context(), wrap.Watch{})
	if report.Counts[verdict.Pass]+report.Counts[verdict.Weak] != len(report.Results) {
		t.Errorf("not all points were met: %v", report.Counts)
	}
	if class, _ := worst(report); err != nil || class != wrap.Ambiguous || w.Learnt().Statements < 4 {
		t.Errorf("it is %q, of %d statements: %v", class, w.Learnt().Statements, err)
	}
}

func TestAPointIsRunAgainByItsName(t *testing.T) {
	t.Parallel()
	cfg := program("zealous", "close")
	cfg.Point = "close:reply:COMMIT:1"
	report := wrapped(t, cfg)
	if len(report.Results) != 1 || report.Results[0].ID != "wrap/"+learned(t, cfg).Name()+"/"+cfg.Point || report.Results[0].Outcome != verdict.Fail {
		t.Errorf("it is %+v", report.Results)
	}
	cfg.Point = "close:reply:COMMIT:2"
	w, err := wrap.Learn(t.Context(), cfg)
	if !errors.Is(err, wrap.ErrNoPoint) {
		t.Errorf("a point that there is not gives %v", err)
	}
	if err := w.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// What must not be run again is judged by what its only run has left.
func TestWhatMustNotBeRunAgain(t *testing.T) {
	t.Parallel()
	cfg := program("dirty", "error")
	cfg.Once = true
	report := wrapped(t, cfg)
	if class, r := worst(report); class != wrap.HalfDone || len(r.Program.Runs) != 1 {
		t.Errorf("it is %q, after %d runs", class, len(r.Program.Runs))
	}
}

func TestTheBudgetTakesWhatHurtsMost(t *testing.T) {
	t.Parallel()
	cfg := program("hasty")
	cfg.All, cfg.Budget = false, wrap.Budget{Points: 2}
	w := learned(t, cfg)
	var names []string
	for _, p := range w.Points() {
		names = append(names, p.Name())
	}
	if !slices.Equal(names, []string{"reset:reply:COMMIT:1", "close:reply:COMMIT:1"}) || w.Found() < 20 {
		t.Errorf("of %d points %v were chosen", w.Found(), names)
	}
}
