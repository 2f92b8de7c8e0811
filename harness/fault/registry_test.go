package fault_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestRegistry(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range fault.Registry {
		if seen[e.Name] {
			t.Errorf("%s is there twice", e.Name)
		}
		seen[e.Name] = true
		if e.Summary == "" || strings.Contains(e.Summary, "\n") {
			t.Errorf("%s: summary %q", e.Name, e.Summary)
		}
		f, err := e.Decode(func(any) error { return nil })
		if err != nil || f.Name() != e.Name {
			t.Errorf("%s: %v, %v", e.Name, f, err)
		}
	}
	if _, err := fault.Find("nosuch"); err == nil {
		t.Error("found nosuch")
	}
}

// A fault is data: it goes through YAML and JSON and comes back the same.
func TestRoundTrip(t *testing.T) {
	at := wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Occurrence: 2, Offset: wire.Whole, Tag: "INSERT"}
	for _, f := range []fault.Fault{
		fault.Reset{},
		fault.Reset{At: at, Times: -1},
		fault.Close{At: at},
		fault.Hold{At: at, Only: wire.Upstream},
		fault.Cut{At: at},
		fault.Refuse{},
		fault.Latency{Latency: time.Second, Jitter: time.Millisecond, Stream: wire.Upstream},
		fault.Bandwidth{Rate: 7},
		fault.Timeout{Timeout: time.Minute},
		fault.Down{},
		fault.TerminateBackend{Running: "x"},
	} {
		e, err := fault.Find(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		asYAML, err := yaml.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		asJSON, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		for text, unmarshal := range map[string]func(any) error{
			string(asYAML): func(v any) error { return yaml.Unmarshal(asYAML, v) },
			string(asJSON): func(v any) error { return json.Unmarshal(asJSON, v) },
		} {
			if got, err := e.Decode(unmarshal); err != nil || got != f {
				t.Errorf("%#v became %#v (%v) by %s", f, got, err, text)
			}
		}
	}
}
