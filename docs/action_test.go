package docs_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// action is action.yml, as far as it is run here.
type action struct {
	Inputs map[string]struct {
		Default string `yaml:"default"`
	} `yaml:"inputs"`
	Runs struct {
		Steps []struct {
			Name string            `yaml:"name"`
			Env  map[string]string `yaml:"env"`
			Run  string            `yaml:"run"`
		} `yaml:"steps"`
	} `yaml:"runs"`
}

// red is a scenario that no client passes.
const red = `
id: mine/never
title: one is two
steps:
  - do: {op: connect, session: a}
  - do: {op: query, session: a, sql: "SELECT 1", expect: {rows: [["2"]]}}
`

// TestTheActionFailsForWhatIsNew runs the scripts of the action in their order, in a folder of their own, as runs that follow each other:
// one of the main branch, one that brings something red, one in which that is known, and one that can't be run.
func TestTheActionFailsForWhatIsNew(t *testing.T) {
	program, err := filepath.Abs(filepath.Join(root, build(t, "bin/pgfault")))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal([]byte(read(t, "action.yml")), &a); err != nil {
		t.Fatal(err)
	}
	folder, temp := t.TempDir(), t.TempDir()
	if err := errors.Join(
		os.WriteFile(filepath.Join(folder, "red.yaml"), []byte(red), 0o600),
		os.MkdirAll(filepath.Join(temp, "pgfault-bin"), 0o755),
		os.Symlink(program, filepath.Join(temp, "pgfault-bin", "pgfault")),
	); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		code int
	}{
		{"schema/missing-table --postgres native", 0},
		{"schema/missing-table ./red.yaml --postgres native", 1},
		{"schema/missing-table ./red.yaml --postgres native", 0}, // it is known
		{"schema/no-such-table --postgres native", 4},
	} {
		code, ran := 0, 0
		for _, step := range a.Runs.Steps {
			switch {
			case step.Run == "":
				continue
			case step.Name == "install": // by Docker, from a registry: the release's own test installs it
				if !strings.Contains(step.Run, "cmd/pgfault@$VERSION") {
					t.Errorf("it installs something else: %s", step.Run)
				}
				continue
			}
			cmd := exec.CommandContext(t.Context(), "bash", "-e", "-o", "pipefail", "-c", step.Run)
			cmd.Dir = folder
			cmd.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_STEP_SUMMARY="+filepath.Join(folder, "summary.md"), "GITHUB_ACTIONS=true")
			for name, value := range step.Env {
				input := strings.TrimSuffix(strings.TrimPrefix(value, "${{ inputs."), " }}")
				given := a.Inputs[input].Default
				if input == "args" {
					given = c.args
				}
				cmd.Env = append(cmd.Env, name+"="+given)
			}
			out, err := cmd.CombinedOutput()
			ran++
			if err != nil && step.Name != "run" {
				t.Errorf("%s: %s: %v\n%s", c.args, step.Name, err, out)
			}
			if step.Name == "run" {
				if code = cmd.ProcessState.ExitCode(); code != c.code {
					t.Errorf("%s: it ends with %d, not with %d:\n%s", c.args, code, c.code, out)
				}
			}
		}
		if ran != 2 {
			t.Errorf("%d scripts were run", ran)
		}
		for _, kept := range []string{"pgfault-report.html", "pgfault-results/latest/results.jsonl", "pgfault-main/results.jsonl", "summary.md"} {
			if _, err := os.Stat(filepath.Join(folder, kept)); err != nil {
				t.Errorf("%s: %v", c.args, err)
			}
		}
	}
}
