package scenarioyaml_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// TestEveryFaultIsItsFields takes each fault apart, and puts it together again from what JSON makes of its fields.
func TestEveryFaultIsItsFields(t *testing.T) {
	for _, e := range fault.Examples {
		fields, err := scenarioyaml.Fields(e.Fault)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		back, err := scenarioyaml.FaultOf(e.Fault.Name(), data)
		if err != nil || !reflect.DeepEqual(back, e.Fault) {
			t.Errorf("%s %s: %#v, %v, not %#v", e.Fault.Name(), data, back, err, e.Fault)
		}
	}
	for fields, want := range map[string]string{`{"att": 1}`: "at", `[1]`: "expected", `{`: "", `{"times": "often"}`: "a whole number"} {
		if f, err := scenarioyaml.FaultOf("reset", []byte(fields)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s is taken for %v, %v", fields, f, err)
		}
	}
	if _, err := scenarioyaml.FaultOf("resett", nil); err == nil || !strings.Contains(err.Error(), "reset") {
		t.Errorf("a fault that there is not: %v", err)
	}
}
