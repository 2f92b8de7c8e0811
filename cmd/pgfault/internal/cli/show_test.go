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

// What a step does is shown whatever of it is used: each field of an operation and of a rig's step has a word of its own.
func TestShowTellsEveryFieldOfAStep(t *testing.T) {
	path := file(t, "every.yaml", `
id: my/every
title: every field
given: {min_version: 99, standby: first}
steps:
  - do: {op: pool_open, pool: p-o-o-l, max: 77, max_lifetime: 71ms, check: 72ms, user: u-s-e-r, password: p-w-d}
  - do: {op: pool_acquire, pool: p-o-o-l, session: s-e-s}
  - do: {op: prepare, session: s-e-s, name: n-a-m-e, sql: SELECT $1}
  - do: {op: execute, session: s-e-s, name: n-a-m-e, args: [a-r-g]}
  - do: {op: query_row, session: s-e-s, sql: "SELECT 1", as: [int4], args: ["1"], into: [int8]}
  - do: {op: copy_in, session: s-e-s, sql: COPY t FROM STDIN, lines: [l-i-n-e], fail: f-a-i-l}
  - do: {op: listen, session: s-e-s, channel: c-h-a-n}
  - do: {op: batch, session: s-e-s, statements: [SELECT 41, SELECT 42]}
  - do: {op: commit, session: s-e-s, track: true, timeout: 73ms}
  - rig: {session: r-i-v, sql: "SELECT\n  43", async: true}
  - rig: {until: SELECT 44}
  - rig: {session: r-i-v, sql: SELECT 45, standby: true, until: SELECT 46}
`)
	got := call("", "show", path)
	for _, want := range []string{
		"PostgreSQL 99 or newer", "pool_open of pool p-o-o-l of at most 77", "71ms", "72ms", "u-s-e-r", "p-w-d", "s-e-s prepare n-a-m-e", "arguments a-r-g",
		"given as int4", "read into int8", "lines l-i-n-e", "its source fails: f-a-i-l", "on channel c-h-a-n", "SELECT 41\n", "SELECT 42\n", "so that it can be resolved within 73ms",
		"rig r-i-v runs and goes on while it runs\n        SELECT\n        43\n", "rig waits\n        until this is true: SELECT 44\n",
		"rig r-i-v runs on the standby\n        SELECT 45\n        until this is true on the standby: SELECT 46\n",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if t.Failed() || got.code != 0 {
		t.Errorf("%d %s\n%s", got.code, got.stderr, got.stdout)
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
