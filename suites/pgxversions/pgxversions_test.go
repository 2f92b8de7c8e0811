// Package pgxversions_test builds the program, and the tests of the layer, over each version of pgx that is promised, and
// holds that the layer is right on all of them, and that pgx alone is as its deviations say of that version.
package pgxversions_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/internal/pgxversion"
)

// promised are the versions of pgx that the layer is right on, the oldest first.
var promised = []string{"v5.11.0", "v5.12.0", "v5.13.0"}

const (
	root = "../.."
	// lost is the scenario that pgx had wrong from 5.9 until 5.13.
	lost = "network/reset-after-simple-insert"
)

// full asks for all versions and the whole catalogue; else it is the version before the newest, and a few scenarios.
func full() bool { return os.Getenv("PGFAULT_FULL") != "" }

func versions() []string {
	if full() {
		return promised
	}
	return promised[len(promised)-2 : len(promised)-1]
}

func selected() []string {
	if full() {
		return nil
	}
	return []string{lost, "network/close-before-ready", "network/reset-while-idle", "commit/reset-after-commit-sent", "caller/busy-connection"}
}

func TestTheNewestIsTheOneInGoMod(t *testing.T) {
	if newest := promised[len(promised)-1]; pgxversion.Linked() != newest {
		t.Errorf("pgx is %s, and the newest that is promised is %s", pgxversion.Linked(), newest)
	}
}

func TestEachTargetIsAsDeclared(t *testing.T) {
	for _, version := range versions() {
		program := filepath.Join(t.TempDir(), "pgfault")
		command(t, root, "scripts/build", version, program)
		unmended, err := verdict.Versions{From: "v5.9.0", Until: "v5.13.0"}.Have(version)
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range []string{"reference", "pgx", "pgx-stdlib"} {
			t.Run(version+"/"+target, func(t *testing.T) {
				lostHas := verdict.Pass
				if target != "reference" && unmended {
					lostHas = verdict.ExpectedFail
				}
				out := t.TempDir()
				args := slices.Concat([]string{"run"}, selected(), []string{
					"--target", target, "--postgres", cmp.Or(os.Getenv("PGFAULT_POSTGRES"), "auto"), "--format", "plain", "--out", out,
				})
				command(t, root, program, args...)
				if got := outcomeOf(t, filepath.Join(out, "latest", "results.jsonl"), version); got != lostHas {
					t.Errorf("%s is %s, want %s", lost, got, lostHas)
				}
			})
		}
	}
}

// TestTheLayerOnOlderVersions runs the layer's own tests and those on the rig.
func TestTheLayerOnOlderVersions(t *testing.T) {
	if !full() {
		t.Skip("it takes minutes: PGFAULT_FULL=1, or make proof; the tests in pgdiag run on the oldest in any case")
	}
	for _, version := range promised {
		for _, part := range [][]string{{root, "./suites/layer"}, {filepath.Join(root, "pgdiag"), "./..."}} {
			t.Run(version+"/"+filepath.Base(part[1]), func(t *testing.T) {
				command(t, part[0], "go", "test", "-count=1", "-mod=mod", "-modfile="+modfile(t, part[0], version), part[1])
			})
		}
	}
}

// modfile is a copy of a module's go.mod that requires another pgx.
func modfile(t *testing.T, module, version string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	copied := filepath.Join(dir, "go.mod")
	command(t, ".", "go", "mod", "edit", "-require=github.com/jackc/pgx/v5@"+version, copied)
	return copied
}

// command runs what must succeed.
func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}

// outcomeOf is what became of the scenario lost in a run whose target was built with this version.
func outcomeOf(t *testing.T, results, version string) (outcome verdict.Outcome) {
	t.Helper()
	data, err := os.ReadFile(results)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for first := true; lines.Scan(); first = false {
		if first {
			var run report.Run
			if err := json.Unmarshal(lines.Bytes(), &run); err != nil || run.Versions.Pgx != version {
				t.Fatalf("the run is with pgx %s, want %s (%v)", run.Versions.Pgx, version, err)
			}
			continue
		}
		var line report.Line
		if err := json.Unmarshal(lines.Bytes(), &line); err == nil && line.ID == lost {
			outcome = line.Outcome
		}
	}
	return outcome
}
