package mark_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/bench/internal/mark"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/verdict"
)

func TestFaultLogIsWhatASeedDecides(t *testing.T) {
	down := func(conn int, seen string) fault.Firing {
		return fault.Firing{Fault: "down", Where: "upstream is gone", Seen: seen, Conn: conn}
	}
	reset := func(where string, conn int) fault.Firing {
		return fault.Firing{Fault: "reset", Where: where, Conn: conn}
	}
	for name, c := range map[string]struct {
		fired []fault.Firing
		want  []string
	}{
		"nothing fired": {},
		"one more connection met what meets all": {
			fired: []fault.Firing{down(1, "upstream closed the connection"), down(2, "upstream did not take the connection")},
			want:  []string{"network/x: down: upstream is gone"},
		},
		"another connection was chosen": {
			fired: []fault.Firing{reset("connection 2, upstream Query #1", 2), reset("connection 1, upstream Query #1", 1)},
			want:  []string{"network/x: reset: connection 1, upstream Query #1", "network/x: reset: connection 2, upstream Query #1"},
		},
	} {
		if got := mark.FaultLines(verdict.Result{ID: "network/x", Case: verdict.Case{Faults: []verdict.Injected{{Firings: c.fired}}}}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
