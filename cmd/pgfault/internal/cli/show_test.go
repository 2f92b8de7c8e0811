package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/scenarios"
)

func TestShowTellsEverythingOfAScenario(t *testing.T) {
	for _, s := range scenarios.All() {
		got := call("", "show", s.ID)
		if got.code != 0 {
			t.Fatalf("show %s: %d %s", s.ID, got.code, got.stderr)
		}
		want := []string{s.Title, strings.Fields(s.Why)[0]}
		want = append(want, s.Refs...)
		want = append(want, s.Given.SQL...)
		for _, step := range s.Steps {
			if step.Inject != nil {
				want = append(want, "FAULT "+step.Inject.Name())
			}
			if step.Do != nil && len(step.Do.Expect.Condition) > 0 {
				want = append(want, "→ condition "+string(step.Do.Expect.Condition[0]))
			}
		}
		for _, truth := range s.Truth {
			want = append(want, truth.SQL)
		}
		for _, text := range want {
			if !strings.Contains(got.stdout, text) {
				t.Errorf("show %s lacks %q:\n%s", s.ID, text, got.stdout)
			}
		}
	}
}

func TestShowSaysWhereAFaultFires(t *testing.T) {
	got := call("", "show", "network/close-mid-row")
	if want := "FAULT close at.direction=downstream at.message=DataRow at.occurrence=2 at.offset=20"; !strings.Contains(got.stdout, want) {
		t.Errorf("output lacks %q:\n%s", want, got.stdout)
	}
}

func TestList(t *testing.T) {
	if got := call("", "list", "commit"); !strings.HasPrefix(got.stdout, "commit\n  commit/reset-after-commit-sent ") {
		t.Errorf("list commit gives %q", got.stdout)
	}
	lines := strings.Split(strings.TrimSpace(call("", "list", "--format", "jsonl").stdout), "\n")
	if len(lines) != len(scenarios.All()) {
		t.Errorf("list gives %d lines for %d scenarios", len(lines), len(scenarios.All()))
	}
	for _, line := range lines {
		var entry struct{ ID, Family, Title string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.ID == "" || entry.Family == "" || entry.Title == "" {
			t.Errorf("line %q: %v", line, err)
		}
	}
}

func TestShimSpeaksTheProtocol(t *testing.T) {
	got := call(`{"id":1,"op":"hello","protocol":1}`+"\n"+`{"id":2,"op":"bye"}`+"\n", "shim")
	if got.code != 0 || !strings.Contains(got.stdout, `"name":"reference"`) {
		t.Errorf("shim gives %d, %q, %q", got.code, got.stdout, got.stderr)
	}
}

func TestVersion(t *testing.T) {
	if got := call("", "version"); got.code != 0 || !strings.Contains(got.stdout, "shim protocol 1") {
		t.Errorf("version gives %d, %q", got.code, got.stdout)
	}
}
