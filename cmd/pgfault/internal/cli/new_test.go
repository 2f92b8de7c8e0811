package cli_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// TestANewScenarioCompiles lays the new files over the repository, without a change of it.
func TestANewScenarioCompiles(t *testing.T) {
	repo, err := filepath.Abs("../../../..")
	if err != nil {
		t.Fatal(err)
	}
	family, err := os.ReadFile(filepath.Join(repo, "scenarios/network/family.go"))
	if err != nil {
		t.Fatal(err)
	}
	here := t.TempDir()
	if err := os.MkdirAll(filepath.Join(here, "scenarios/network"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(here, "scenarios/network/family.go"), family, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(here)
	got := call("", "new", "network/zz-tls-made-here")
	if got.code != 0 || !strings.Contains(got.stdout, "ZzTLSMadeHere") || !strings.Contains(got.stdout, "make build && bin/pgfault run network/zz-tls-made-here\n") {
		t.Fatalf("new gives %d: %s%s", got.code, got.stdout, got.stderr)
	}
	overlay := map[string]map[string]string{"Replace": {}}
	for _, file := range []string{"scenarios/network/family.go", "scenarios/network/zz_tls_made_here.go"} {
		overlay["Replace"][filepath.Join(repo, file)] = filepath.Join(here, file)
	}
	data, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("overlay.json", data, 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-overlay", filepath.Join(here, "overlay.json"), "./scenarios/...")
	build.Dir = repo
	if text, err := build.CombinedOutput(); err != nil {
		t.Errorf("it does not compile: %v\n%s", err, text)
	}
	tests := exec.CommandContext(t.Context(), "go", "test", "-overlay", filepath.Join(here, "overlay.json"), "-run", "TestEveryScenarioIsValid", "./scenarios")
	tests.Dir = repo
	if text, err := tests.CombinedOutput(); err == nil || !strings.Contains(string(text), "zz-tls-made-here") {
		t.Errorf("the tests pass before it is filled in: %v\n%s", err, text)
	}
	if again := call("", "new", "network/zz-tls-made-here"); again.code != 4 || !strings.Contains(again.stderr, "is there already") {
		t.Errorf("a second time gives %d: %s", again.code, again.stderr)
	}
	if wrong := call("", "new", "network/a-test"); wrong.code != 4 || !strings.Contains(wrong.stderr, "can't end in") {
		t.Errorf("a name that Go leaves out gives %d: %s", wrong.code, wrong.stderr)
	}
	if wrong := call("", "new", "netwrok/x"); wrong.code != 4 || !strings.Contains(wrong.stderr, "did you mean network?") {
		t.Errorf("a wrong family gives %d: %s", wrong.code, wrong.stderr)
	}
}

func TestANewFileIsOneToRun(t *testing.T) {
	t.Chdir(t.TempDir())
	if got := call("", "new", "my/outage"); got.code != 4 || !strings.Contains(got.stderr, "--yaml") {
		t.Errorf("without a catalogue it gives %d: %s", got.code, got.stderr)
	}
	if got := call("", "new", "My Outage"); got.code != 4 || !strings.Contains(got.stderr, "family/name") {
		t.Errorf("a bad id gives %d: %s", got.code, got.stderr)
	}
	made := call("", "new", "my/outage", "--yaml")
	_, how, _ := strings.Cut(made.stdout, "run it: pgfault ")
	if made.code != 0 || how == "" {
		t.Fatalf("it gives %d: %s%s", made.code, made.stdout, made.stderr)
	}
	data, err := os.ReadFile("outage.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := scenarioyaml.Unmarshal(data); err != nil || s.ID != "my/outage" {
		t.Errorf("it is %+v, %v", s, err)
	}
	if got := call("", append(strings.Fields(how), "--postgres", provider(), "--out", t.TempDir())...); got.code != 1 {
		t.Errorf("run before it is filled in, it gives %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
}
