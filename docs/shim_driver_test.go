package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// driver builds the shim of a driver by the kit for database/sql, in the module that has the driver.
func driver(t *testing.T) target.Target {
	t.Helper()
	source, err := filepath.Abs(filepath.Join("testdata", "driver", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	built := filepath.Join(t.TempDir(), "driver")
	build := exec.CommandContext(t.Context(), "go", "build", "-C", filepath.Join("..", "docker", "targets"), "-o", built, source)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build it: %v\n%s", err, out)
	}
	return target.Exec(built)
}

// declared is what is known of lib/pq, each of which was looked at on the wire.
func declared(t *testing.T) verdict.Deviations {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "docker", "targets", "lib-pq", "expect.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	known, err := verdict.LoadDeviations(file)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// asKnown runs scenarios with a driver by the kit, and counts those that were asked, and those that are amber. What is red and not
// declared of the driver's own shim, or declared and not red, is an error.
func asKnown(t *testing.T, selected []scenario.Scenario) (asked, weak int) {
	t.Helper()
	known := declared(t)
	judged(t, driver(t), selected, func(r verdict.Result) {
		switch r = known.Declared(r); r.Outcome {
		case verdict.Unsupported, verdict.Skipped, verdict.NotMet:
			return
		case verdict.Pass, verdict.ExpectedFail:
		case verdict.Weak:
			weak++
		default:
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
		asked++
	})
	return asked, weak
}

// TestADriverByTheKitAlone runs some of it: that it sends a statement again is lib/pq's, and that it can't copy out.
func TestADriverByTheKitAlone(t *testing.T) {
	var selected []scenario.Scenario
	for _, id := range []string{
		"schema/missing-table", "data/unique-violation-in-transaction", "connect/wrong-password", "commit/of-failed-transaction",
		"network/close-before-ready", "network/close-while-idle", "pool/exhausted", "stream/copy-in-fails-transaction", "stream/copy-out",
	} {
		selected = append(selected, scenarios.Find(id)...)
	}
	if asked, _ := asKnown(t, selected); asked != len(selected)-1 {
		t.Errorf("%d of %d were asked, and all but one can be", asked, len(selected))
	}
}

// TestADriverByTheKitAloneIsJudgedAsItsShimIs runs all: nothing is red that is not the driver's, and next to nothing is amber.
func TestADriverByTheKitAloneIsJudgedAsItsShimIs(t *testing.T) {
	if os.Getenv("PGFAULT_FULL") == "" {
		t.Skip("make proof runs it: it takes a minute")
	}
	asked, weak := asKnown(t, scenarios.All())
	t.Logf("%d were asked, and %d are amber", asked, weak)
	if asked < 400 || 20*weak > asked {
		t.Errorf("%d of %d are amber, and one in twenty may be", weak, asked)
	}
}
