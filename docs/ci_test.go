package docs_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// isWorkflow tells whether a block is read by a CI system or an orchestrator, and not by pgfault.
func isWorkflow(text string) bool {
	return regexp.MustCompile(`(?m)^(on|jobs|services|kind|  script):`).MatchString(text)
}

// expression is what GitHub replaces before a shell sees it.
var expression = regexp.MustCompile(`\$\{\{[^}]*\}\}`)

// given is a command of pgfault in a script, up to what is the shell's.
var given = regexp.MustCompile(`(?:bin/|^|\s)pgfault (run|merge|report)([^|;&\n]*)`)

// TestWorkflowsCanBeRun takes each script out of the workflows and the action: the shell has to read it, and pgfault to know the
// flags of each of its commands.
func TestWorkflowsCanBeRun(t *testing.T) {
	texts := map[string]string{"action.yml": read(t, "action.yml")}
	for _, b := range of(t, kindYAML) {
		if isWorkflow(b.text) {
			texts[b.String()] = b.text
		}
	}
	if len(texts) < 4 {
		t.Errorf("only %d workflows were found", len(texts))
	}
	program, err := filepath.Abs(filepath.Join(root, build(t, "bin/pgfault")))
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for where, text := range texts {
		var read any
		if err := yaml.Unmarshal([]byte(text), &read); err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		for _, script := range scripts(read) {
			script = expression.ReplaceAllString(script, "1")
			check := exec.CommandContext(t.Context(), "bash", "-n", "-c", script)
			if out, err := check.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s\n%s", where, err, script, out)
			}
			for _, found := range given.FindAllStringSubmatch(script, -1) {
				flags, _, _ := strings.Cut(found[2], " -- ")
				argv := append([]string{found[1]}, strings.Fields(strings.NewReplacer(`"`, "", "*", "x").Replace(flags))...)
				if out, err := exec.CommandContext(t.Context(), program, append(argv, "--help")...).CombinedOutput(); err != nil {
					t.Errorf("%s: pgfault %s: %v\n%s", where, strings.Join(argv, " "), err, out)
				}
				commands++
			}
		}
	}
	if commands < 4 {
		t.Errorf("only %d commands were found", commands)
	}
}

// scripts are what a shell runs: the run and the script of a step.
func scripts(v any) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, one := range v {
			if key == "run" || key == "script" {
				if text, ok := one.(string); ok {
					out = append(out, text)
				}
				if list, ok := one.([]any); ok {
					for _, line := range list {
						out = append(out, fmt.Sprint(line))
					}
				}
				continue
			}
			out = append(out, scripts(one)...)
		}
	case []any:
		for _, one := range v {
			out = append(out, scripts(one)...)
		}
	}
	return out
}

// TestTheActionRunsThisVersion holds the version that the action installs against the README's.
func TestTheActionRunsThisVersion(t *testing.T) {
	if _, err := os.Stat(filepath.Join(root, "action.yml")); err != nil {
		t.Fatal(err)
	}
	installed := regexp.MustCompile(`cmd/pgfault@(v[0-9.]+)`).FindStringSubmatch(read(t, "README.md"))
	if installed == nil || !strings.Contains(read(t, "action.yml"), "default: "+installed[1]) {
		t.Errorf("the README installs %v, and action.yml another", installed)
	}
}
