package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/shimcheck"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// python is an interpreter that has psycopg2: Debian's, which .ci/run installs it for, or another in PATH.
func python(t *testing.T) string {
	t.Helper()
	for _, candidate := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), candidate, "-c", "import psycopg2").Run() == nil {
			return candidate
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no python3 here has psycopg2, which .ci/run installs")
	}
	t.Skip("no python3 here has psycopg2: apt-get install python3-psycopg2")
	return ""
}

// firstShim takes the shim off the page, as a reader does.
func firstShim(t *testing.T) (path string) {
	t.Helper()
	blocks := of(t, kindPython)
	if len(blocks) != 1 {
		t.Fatalf("%d blocks are Python; the first shim is one", len(blocks))
	}
	path = filepath.Join(t.TempDir(), "my_shim.py")
	if err := os.WriteFile(path, []byte(blocks[0].text), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := len(strings.FieldsFunc(blocks[0].text, func(r rune) bool { return r == '\n' })); code > 65 {
		t.Errorf("the first shim has %d lines of code, and 65 are enough", code)
	}
	return path
}

// judged runs scenarios with a shim.
func judged(t *testing.T, shim target.Target, selected []scenario.Scenario, onResult func(verdict.Result)) {
	t.Helper()
	from, err := postgres.Config{}.OrEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	srv, err := postgres.Start(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = srv.Close(t.Context()) }()
	report, err := engine.Run(t.Context(), engine.Config{Target: shim, Server: srv, Scenarios: selected, OnResult: onResult})
	if err != nil || len(report.Results) != len(selected) {
		t.Errorf("%d of %d scenarios were run: %v", len(report.Results), len(selected), err)
	}
}

// TestTheFirstShimRuns runs it. psycopg2 takes a COMMIT that was answered with ROLLBACK for a success: that the shim finds it shows
// that it passes on what the library says.
func TestTheFirstShimRuns(t *testing.T) {
	want := map[string]bool{ // whether it may be red
		"schema/missing-table": false, "data/unique-violation": false, "data/unique-violation-in-transaction": false,
		"connect/wrong-password": false, "connect/refused": false, "schema/permission-on-table": false, "commit/of-failed-transaction": true,
	}
	var selected []scenario.Scenario
	for id := range want {
		selected = append(selected, scenarios.Find(id)...)
	}
	judged(t, target.Exec(python(t), firstShim(t)), selected, func(r verdict.Result) {
		switch red, known := want[r.ID]; {
		case !known:
			t.Errorf("%s was not asked for", r.ID)
		case r.Outcome == verdict.HarnessError, r.Outcome == verdict.Unsupported:
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		case (r.Outcome == verdict.Fail) != red:
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
	})
}

// TestNothingIsLeftToDoInTheFirstShim tries it as its reader is told to.
func TestNothingIsLeftToDoInTheFirstShim(t *testing.T) {
	report, err := shimcheck.Run(t.Context(), target.Exec(python(t), firstShim(t)), harness.Start(t, harness.Config{}).Rig(), scenarios.All())
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range report.Items {
		if len(item.Problems) > 0 {
			t.Errorf("%s: %q", item.What, item.Problems)
		}
	}
}

// TestTheFirstShimIsJudgedAsItsLibraryIs runs all with it: what is red is psycopg2's, each of which was looked at, and next to
// nothing is amber.
func TestTheFirstShimIsJudgedAsItsLibraryIs(t *testing.T) {
	if os.Getenv("PGFAULT_FULL") == "" {
		t.Skip("make proof runs it: it takes a minute")
	}
	known := []string{
		"commit/of-failed-transaction", "commit/canceled-before-it-began", "connect/server-not-proven", "network/duplicated-ready", "network/ready-too-early",
	}
	weak, asked := 0, 0
	judged(t, target.Exec(python(t), firstShim(t)), scenarios.All(), func(r verdict.Result) {
		switch r.Outcome {
		case verdict.Fail:
			if !slices.Contains(known, r.ID) {
				t.Errorf("%s: %s", r.ID, r.Reason)
			}
		case verdict.Weak:
			weak++
		case verdict.Pass:
			if slices.Contains(known, r.ID) {
				t.Errorf("%s passes, and psycopg2 is known to get it wrong", r.ID)
			}
		case verdict.Unsupported, verdict.Skipped, verdict.NotMet:
			return
		default:
			t.Errorf("%s: %s: %s", r.ID, r.Outcome, r.Reason)
		}
		asked++
	})
	if 20*weak > asked {
		t.Errorf("%d of %d are amber, and one in twenty may be", weak, asked)
	}
}
