package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// TestYAMLBlocksAreRead reads each as what it is: a scenario, steps of one, or declared deviations.
func TestYAMLBlocksAreRead(t *testing.T) {
	var ids []string
	for _, s := range scenarios.All() {
		ids = append(ids, s.ID)
	}
	for _, b := range of(t, kindYAML) {
		if isWorkflow(b.text) {
			continue // it is for others to read; TestWorkflowsCanBeRun
		}
		var err error
		switch first := firstWord(b.text); {
		case first == "about:":
			err = client(t, b.text)
		case first == "id:":
			err = valid(b.text)
		case first == "-" && !strings.Contains(b.text, "cause: "):
			err = valid("id: my/shown\ntitle: shown\nsteps:\n  - do: {op: connect, session: a}\n" + b.text)
		case first == "inject:":
			err = valid("id: my/shown\ntitle: shown\nsteps:\n  - do: {op: connect, session: a}\n  - " + strings.ReplaceAll(strings.TrimSpace(b.text), "\n", "\n    ") + "\n")
		default:
			_, err = verdict.LoadDeviations([]byte(b.text), ids...)
		}
		if err != nil {
			t.Errorf("%s: %v", b, err)
		}
	}
}

// client reads the target.yaml of a client.
func client(t *testing.T, text string) error {
	t.Helper()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "shown"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "shown", "target.yaml"), []byte(text), 0o600); err != nil {
		return err
	}
	_, err := clients.Load(folder)
	return err
}

func valid(text string) error {
	s, err := scenarioyaml.Unmarshal([]byte(text))
	if err != nil {
		return err
	}
	return s.Validate()
}
