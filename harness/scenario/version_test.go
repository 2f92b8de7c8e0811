package scenario_test

import (
	"reflect"
	"testing"
	"time"

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

// TestForReplacesEveryField sets each field that there is, one at a time, in what is expected since a version.
func TestForReplacesEveryField(t *testing.T) {
	for i := range reflect.TypeFor[scenario.Expect]().NumField() {
		name := reflect.TypeFor[scenario.Expect]().Field(i).Name
		if name == "Since" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			var over scenario.Expect
			set(t, reflect.ValueOf(&over).Elem().Field(i))
			s := valid(scenario.Step{Do: &scenario.Do{Op: target.OpQuery, Session: "a", SQL: "SELECT 1", Expect: scenario.Expect{
				Since: map[int]scenario.Expect{17: over},
			}}})
			if got := s.For(17).Steps[1].Do.Expect; !reflect.DeepEqual(got, over) {
				t.Errorf("since 17: want %+v, got %+v", over, got)
			}
			if got := s.For(16).Steps[1].Do.Expect; !reflect.DeepEqual(got, scenario.Expect{}) {
				t.Errorf("on 16: %+v", got)
			}
		})
	}
}

// set gives a field any value but its zero.
func set(t *testing.T, field reflect.Value) {
	t.Helper()
	switch field.Kind() {
	case reflect.Bool:
		field.SetBool(true)
	case reflect.String:
		field.SetString("set")
	case reflect.Int64:
		field.SetInt(int64(time.Second))
	case reflect.Slice:
		field.Set(reflect.MakeSlice(field.Type(), 1, 1))
	default:
		t.Fatalf("a field of kind %s: say how to set it", field.Kind())
	}
}
