package fault_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
)

func TestEveryFaultHasItsExample(t *testing.T) {
	if len(fault.Examples) != len(fault.Registry) {
		t.Fatalf("%d examples for %d faults", len(fault.Examples), len(fault.Registry))
	}
	for i, e := range fault.Registry {
		if x := fault.Examples[i]; x.Fault.Name() != e.Name || x.Wire == "" {
			t.Errorf("in the place of %s there is the example of %s: %q", e.Name, x.Fault.Name(), x.Wire)
		}
	}
}
