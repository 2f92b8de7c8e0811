package mutant_test

import (
	"errors"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/mutant"
	"github.com/pgfault/pgfault/harness/target/reference"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestAMutantIsATargetLikeAnyOther asks each of a server that is not there. suites/mutants asks them of one that is.
func TestAMutantIsATargetLikeAnyOther(t *testing.T) {
	seen := map[string]bool{reference.Name: true}
	for _, m := range mutant.All() {
		t.Run(m.Name(), func(t *testing.T) {
			if m.Mistake == "" || seen[m.Name()] {
				t.Error("it has no mistake, or a name that another has")
			}
			seen[m.Name()] = true
			inst, err := m.Start(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			inst = target.Guard(inst)
			if hello := inst.Hello(); hello.Name != m.Name() || len(hello.Capabilities) == 0 {
				t.Errorf("it says hello as %+v", hello)
			}
			for _, req := range []target.Request{
				{Op: target.OpConnect, Session: "a", DSN: "postgres://u@127.0.0.1:1/d?sslmode=disable", TimeoutMS: 1000},
				{Op: target.OpQuery, Session: "a", SQL: "SELECT 1", TimeoutMS: 1000},
				{Op: target.OpPoolOpen, Pool: "p", DSN: "postgres://u@127.0.0.1:1/d?sslmode=disable", Max: 1},
				{Op: target.OpPoolAcquire, Pool: "p", Session: "b", TimeoutMS: 1000},
				{Op: target.OpPoolClose, Pool: "p"},
				{Op: target.OpClose, Session: "a", TimeoutMS: 1000},
			} {
				a, err := inst.Do(t.Context(), req)
				if errors.Is(err, target.ErrPanic) {
					break // that is its mistake
				}
				if err != nil || a.OK == nil {
					t.Errorf("%s: %+v, %v", req.Op, a, err)
				}
			}
			for range 2 {
				if err := inst.Close(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
