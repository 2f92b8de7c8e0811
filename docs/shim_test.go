package docs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

// TestConversationsAreHeld asks the reference what the lines with ">" ask, and holds its answers against those with "<".
func TestConversationsAreHeld(t *testing.T) {
	for _, b := range of(t, kindShim) {
		rig := harness.Start(t, harness.Config{})
		var asked, want []string
		for line := range strings.Lines(b.text) {
			switch line = strings.TrimSpace(line); line[:2] {
			case "> ":
				asked = append(asked, strings.Replace(line[2:], "postgres://"+elided, rig.DSN(), 1))
			case "< ":
				want = append(want, line[2:])
			default:
				t.Errorf("%s: who says %q?", b, line)
			}
		}
		inst, err := reference.New().Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := target.Serve(t.Context(), strings.NewReader(strings.Join(asked, "\n")+"\n"), &out, inst); err != nil {
			t.Fatal(err)
		}
		got := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(got) != len(want) {
			t.Fatalf("%s: %d answers to %d questions", b, len(got), len(want))
		}
		for i := range want {
			if why := differs(t, want[i], got[i]); why != "" {
				t.Errorf("%s: %s\n shown %s\nanswer %s", b, why, want[i], got[i])
			}
		}
	}
}

// own are the fields that a client has its own values for.
var own = map[string]bool{"name": true, "version": true, "capabilities": true, "message": true}

// differs says which field that is shown has another value; more may be answered than is shown.
func differs(t *testing.T, shown, answer string) string {
	t.Helper()
	var want, got map[string]any
	for text, into := range map[string]*map[string]any{shown: &want, answer: &got} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return fmt.Sprintf("%q is no JSON: %v", text, err)
		}
	}
	for field, value := range want {
		inner, is := value.(map[string]any)
		switch has, ok := got[field]; {
		case !ok:
			return "no answer has " + field
		case is:
			a, _ := json.Marshal(inner)
			b, _ := json.Marshal(has)
			if why := differs(t, string(a), string(b)); why != "" {
				return why
			}
		case !own[field] && !reflect.DeepEqual(value, has):
			return fmt.Sprintf("%s is %v", field, has)
		}
	}
	return ""
}
