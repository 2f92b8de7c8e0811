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
		fault.HalfClose{At: wire.Position{Conn: 2, Application: "a", Tx: "idle"}, Only: wire.Upstream},
		fault.Drop{At: wire.Position{SQLState: "40001"}},
		fault.Delay{At: at, For: time.Second, Jitter: time.Minute, Seed: 3},
		fault.Duplicate{At: at},
		fault.Truncate{At: at, Reframe: true},
		fault.Corrupt{At: at, Part: wire.Length, Mask: 3, Seed: -1},
		fault.Replace{At: at, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", DataType: "int4"}}},
		fault.Inject{Say: wire.Content{Garbage: 9, Seed: 4}, Close: true},
		fault.Inject{At: at, Say: wire.Content{Text: "HTTP/1.1 400\r\n"}, Close: true},
		fault.Swallow{},
		fault.FaithfulError{At: at, Error: wire.Fields{SQLState: "23505", Constraint: "c"}},
		fault.Slice{At: at, Size: 3, Vary: true, Delay: time.Hour},
		fault.ZeroWindow{Only: wire.Downstream},
		fault.Certificate{Kind: wire.ExpiredCertificate, Encrypt: true},
		fault.SlowClose{Delay: time.Second},
		fault.ResetPeer{Timeout: time.Second},
		fault.LimitData{Bytes: 7, Toxicity: 0.5},
		fault.Slicer{AverageSize: 9, SizeVariation: 2, Delay: time.Millisecond, Stream: wire.Upstream},
		fault.Silence{},
		fault.FullBacklog{},
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
