package scenarioyaml_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios"
)

// roundTrip writes a scenario, reads it back, and gives the text.
func roundTrip(t *testing.T, s scenario.Scenario) string {
	t.Helper()
	data, err := scenarioyaml.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	got, err := scenarioyaml.Unmarshal(data)
	if err != nil {
		t.Fatalf("%v:\n%s", err, data)
	}
	if !reflect.DeepEqual(got, s) {
		t.Fatalf("became %+v:\n%s", got, data)
	}
	return string(data)
}

func TestEveryScenarioSurvivesTheRoundTrip(t *testing.T) {
	for _, s := range scenarios.All() {
		t.Run(s.ID, func(t *testing.T) { roundTrip(t, s) })
	}
}

// TestTextSurvivesAsItIs has values that YAML would take for something else.
func TestTextSurvivesAsItIs(t *testing.T) {
	odd := []string{
		"", " ", "1", "1.5", "0x10", "true", "no", "null", "~", `\N`, "2024-01-01", "a: b", "- a", "# a", "'", `"`, "a\nb\n", "\ta",
		"\n", "a\r\nb", "\x00\x07", "한국어", "50ms", "*a", "&a", "!a", "<<", "%", "@", "a ", strings.Repeat("long ", 100),
	}
	s := scenario.Scenario{
		ID: "test/text", Title: "text", Why: "a\n\nb", Refs: odd,
		Steps: []scenario.Step{
			{Do: &scenario.Do{Op: target.OpConnect, Session: "a"}},
			{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT $1\n  ", Args: odd, Expect: scenario.Expect{Rows: [][]string{odd, {}}}}},
		},
		Truth: []scenario.Truth{{Name: "nothing", SQL: "SELECT 1 WHERE false", Rows: [][]string{}}, {Name: "anything", SQL: "SELECT 1"}, {Name: "text", SQL: "SELECT 1", Rows: [][]string{{scenario.Null, ""}, odd}}},
	}
	roundTrip(t, s)
}

func TestTheWordsAreThoseOfGo(t *testing.T) {
	got := roundTrip(t, scenario.Scenario{
		ID: "test/words", Title: "every kind of value",
		Given: scenario.Given{Own: true, Standby: "only", Needs: []target.Capability{target.CapTx}, MinVersion: 17},
		Steps: []scenario.Step{
			{Do: &scenario.Do{Op: target.OpConnect, Session: "a", Timeout: 1500 * time.Millisecond, Expect: scenario.Expect{
				AtLeast: 50 * time.Millisecond, SQLState: []string{"23503"},
				Since: map[int]scenario.Expect{18: {SQLState: []string{"23001"}, Outcome: []pgdiag.Outcome{pgdiag.OutcomeUnknown}}},
			}}},
			{Inject: fault.Refuse{}},
			{Inject: fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Offset: wire.Whole}, Times: -1}},
			{Inject: fault.Latency{Latency: time.Second}},
			{Heal: true},
			{Rig: &scenario.Rig{Session: "rival", SQL: "SELECT 1", Async: true, Standby: true}},
		},
	})
	const want = `id: test/words
title: every kind of value
given:
  own: true
  standby: only
  needs: [tx]
  min_version: 17
steps:
  - do:
      op: connect
      session: a
      timeout: 1.5s
      expect:
        sqlstate: ["23503"]
        since:
          18:
            sqlstate: ["23001"]
            outcome: [unknown]
        at_least: 50ms
  - inject: refuse
  - inject:
      reset:
        at:
          direction: downstream
          message: DataRow
          offset: -1
        times: -1
  - inject:
      latency:
        latency: 1s
  - heal: true
  - rig:
      session: rival
      sql: SELECT 1
      async: true
      standby: true
`
	if got != want {
		t.Errorf("want:\n%s\ngot:\n%s", want, got)
	}
}

// yaml11 is what YAML 1.1 takes for something else than text, by the regular expressions of its type repository (yaml.org/type):
// bool, float, int, merge, null, timestamp and value, where a date need not be in the calendar.
var yaml11 = regexp.MustCompile(`^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF` +
	`|[-+]?(?:[0-9][0-9_]*)?\.[0-9.]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)` +
	`|[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|<<|~|null|Null|NULL|` +
	`|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9:.]+(?:[ \t]*(?:Z|[-+][0-9:]+))?)?|=)$`)

// TestTextIsTextToAnyReader has each scenario's YAML read as other programs do, which know nothing of its fields: what is text
// in Go, as a date in a row, is text to them.
func TestTextIsTextToAnyReader(t *testing.T) {
	odd := []string{
		"2024-01-01", "2024-02-30", "2024-1-1", "2024-01-01 10:00:00", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "12:30:45",
		"190:20:30.15", "true", "False", "yes", "No", "on", "OFF", "y", "N", "null", "NULL", "~", "1", "-1", "+1", "007", "0o7", "0b11", "0x1F", "1_000",
		"1.5", "-.5", "1e3", ".inf", "-.INF", ".NaN", "=", "<<", "23503", "",
	}
	all := append(slices.Clone(scenarios.All()), scenario.Scenario{
		ID: "test/odd", Title: "true", Why: "on", Refs: odd,
		Given: scenario.Given{Params: map[string]string{"on": "2024-01-01"}},
		Steps: []scenario.Step{{Do: &scenario.Do{Op: target.OpConnect, Session: "y", Expect: scenario.Expect{Rows: [][]string{odd}}}}},
	})
	for _, s := range all {
		data, err := scenarioyaml.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var doc yaml.Node
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		texts(doc.Content[0], func(n *yaml.Node) {
			if n.Style == 0 && (n.Tag == "!!str" && yaml11.MatchString(n.Value) || n.Tag == "!!timestamp") {
				t.Errorf("%s, line %d: %s stands bare", s.ID, n.Line, n.Value)
			}
		})
	}
}

// texts visits the scalars of a document.
func texts(n *yaml.Node, visit func(*yaml.Node)) {
	if n.Kind == yaml.ScalarNode {
		visit(n)
	}
	for _, one := range n.Content {
		texts(one, visit)
	}
}
