package scenarioyaml_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// head is a scenario up to its steps: three lines.
const head = "id: my/scenario\ntitle: mine\nsteps:\n"

func TestAWrongFileIsALineThatSaysWhereAndWhatWasExpected(t *testing.T) {
	for name, tt := range map[string]struct{ give, want string }{
		"empty":          {"", "line 1, column 1: the file is empty, expected a scenario"},
		"comment":        {"# nothing\n", "expected"},
		"null":           {"~\n", "line 1, column 1: nothing, expected a map with id, title"},
		"a list":         {"- a\n", "line 1, column 1: a list, expected a map with id, title"},
		"syntax":         {"id: [a\ntitle: b\n", "line 1, column 5: did not find expected ',' or ']', expected YAML"},
		"tab":            {"id: a\n\ttitle: b\n", "line 2, column 1: found a tab character that violates indentation, expected YAML"},
		"brace":          {head + "  - do: {op: connect, session: a\n  - do: {op: query}\n", "line 4, column 9: did not find expected ',' or '}', expected YAML"},
		"quote":          {"id: a/b\ntitle: 'mine\n", "line 2, column 8: found unexpected end of stream, expected YAML"},
		"colon":          {"id: a/b\ntitle: what: happens\n", "line 2, column 12: mapping values are not allowed in this context, expected YAML"},
		"at":             {"id: a/b\ntitle: @mine\n", "line 2, column 8: found character that cannot start any token, expected YAML"},
		"indent":         {"id: a/b\ntitle: mine\n  why: so\n", "line 3, column 6: mapping values are not allowed in this context, expected YAML"},
		"end of list":    {"- é: 1\nb: 1\n", "line 2, column 1: did not find expected '-' indicator, expected YAML"},
		"alias":          {"id: *nobody\n", "line 1, column 5: unknown anchor 'nobody' referenced, expected YAML"},
		"two":            {head + "---\nid: b\n", "line 4, column 1: a second document, expected one scenario in a file"},
		"no toxicity":    {head + "  - inject: {latency: {latency: 5ms, toxicity: 0}}\n", "line 4, column 48: toxicity is a share of the connections, more than 0 and at most 1"},
		"all and more":   {head + "  - inject: {latency: {latency: 5ms, toxicity: 1.5}}\n", "more than 0 and at most 1"},
		"content":        {head + "  - inject: {inject: {say: {error: {omit: X}}}}\n", `omit has 'X', and the fields that it can leave out are S`},
		"contradiction":  {head + "  - inject: {inject: {say: {error: {sqlstate: \"57P01\", omit: C}}}}\n", `omit has 'C', and so says the opposite`},
		"no content":     {head + "  - inject: {inject: {say: {}}}\n", "line 4, column 28: say one of error, notice"},
		"field":          {"id: a/b\nstpes: []\n", `line 2, column 1: unknown field "stpes", expected steps?`},
		"inner field":    {head + "  - do: {op: connect, sesion: a}\n", `line 4, column 23: unknown field "sesion", expected session?`},
		"far field":      {head + "  - xyzzy: 1\n", `unknown field "xyzzy", expected one of do, inject, heal`},
		"twice":          {"id: a/b\nid: a/c\n", "line 2, column 1: field id is there twice"},
		"duration":       {head + "  - do: {op: connect, session: a, timeout: 50}\n", `line 4, column 44: "50", expected a duration such as 50ms`},
		"bool":           {head + "  - heal: maybe\n", `line 4, column 11: "maybe", expected true or false`},
		"number":         {"given: {min_version: new}\n", `line 1, column 22: "new", expected a whole number`},
		"null text":      {head + "  - do: {op: connect, session: null}\n", `line 4, column 32: nothing, expected text (NULL is written as \N)`},
		"list":           {head + "  - do: {op: query, args: 1}\n", `"1", expected a list`},
		"map":            {head + "  - connect\n", `line 4, column 5: "connect", expected a map with do, inject`},
		"op":             {head + "  - do: {op: conect, session: a}\n", `unknown operation "conect", expected connect?`},
		"condition":      {head + "  - do: {op: connect, session: a, expect: {condition: [conection_reset]}}\n", `unknown condition "conection_reset", expected connection_reset?`},
		"tx":             {head + "  - do: {op: connect, session: a, expect: {tx: [iddle]}}\n", `unknown transaction status "iddle", expected idle?`},
		"capability":     {"given: {needs: [txt]}\n", `unknown capability "txt", expected tx?`},
		"fault":          {head + "  - inject: resett\n", `line 4, column 13: unknown fault "resett", expected reset?`},
		"fault of list":  {head + "  - inject: [reset]\n", "line 4, column 13: a list, expected the name of one fault"},
		"fault field":    {head + "  - inject: {reset: {att: {}}}\n", `line 4, column 22: unknown field "att", expected at?`},
		"direction":      {head + "  - inject: {reset: {at: {direction: up}}}\n", `unknown direction "up", expected one of upstream, downstream`},
		"position":       {head + "  - inject: {reset: {at: {message: DataRow, direction: upstream}}}\n", "line 4, column 26: "},
		"message":        {head + "  - inject: {reset: {at: {message: DataRows}}}\n", "DataRows"},
		"validate":       {head + "  - do: {op: connect, session: a}\n  - do: {op: query, session: a}\n", "line 5, column 5: query needs SQL"},
		"validate id":    {"id: mine\ntitle: mine\nsteps:\n  - do: {op: connect, session: a}\n", "line 1, column 1: the id must be family/name"},
		"validate truth": {head + "  - do: {op: connect, session: a}\ntruth:\n  - sql: SELECT 1\n", "line 6, column 5: needs a name and SQL"},
		"cycle":          {"given: &a\n  sql: []\nsteps:\n  - do:\n      expect: &e\n        since: {15: *e}\n", "values, expected a scenario of a reasonable size"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenarioyaml.Unmarshal([]byte(tt.give))
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Fatalf("want one line with %q, got: %v", tt.want, err)
			}
			if _, ok := errors.AsType[*scenarioyaml.Error](err); !ok {
				t.Errorf("it is a %T", err)
			}
		})
	}
}

func TestAliasesAreTaken(t *testing.T) {
	s, err := scenarioyaml.Unmarshal([]byte(head + "  - do: &c {op: connect, session: a}\n  - do: {op: close, session: a}\n  - do: *c\n"))
	if err != nil || len(s.Steps) != 3 || s.Steps[2].Do.Session != "a" {
		t.Fatalf("%+v, %v", s, err)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(head + "  - do: {op: connect, session: a}\n"))
	f.Add([]byte(head + "  - inject: {reset: {at: {message: DataRow}}}\n"))
	f.Add([]byte("a: &a [*a, *a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scenarioyaml.Unmarshal(data)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("the error is no line: %q", err)
			}
			return
		}
		roundTrip(t, s)
	})
}
