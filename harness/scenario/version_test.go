package scenario_test

import (
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

func TestForTakesTheNewestThatTheServerHasReached(t *testing.T) {
	s := valid(scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT 1", Expect: scenario.Expect{
		SQLState: []string{"23503"}, Retry: []pgdiag.Retry{pgdiag.RetryNo},
		Since: map[int]scenario.Expect{16: {SQLState: []string{"16000"}}, 18: {SQLState: []string{"23001"}}},
	}}})
	for major, want := range map[int]string{15: "23503", 16: "16000", 17: "16000", 18: "23001", 19: "23001"} {
		e := s.For(major).Steps[1].Do.Expect
		if len(e.SQLState) != 1 || e.SQLState[0] != want || e.Since != nil || len(e.Retry) != 1 {
			t.Errorf("on %d: want %s, got %+v", major, want, e)
		}
	}
	if s.Steps[1].Do.Expect.Since == nil {
		t.Error("the scenario itself was changed")
	}
}
