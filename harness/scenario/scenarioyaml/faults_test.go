package scenarioyaml_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
)

// fill gives every field of a fault a value that is not its zero value.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[wire.Position]():
		v.Set(reflect.ValueOf(wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2, Offset: 7}))
	case v.Type() == reflect.TypeFor[wire.Content](): // says one thing
		fill(t, v.FieldByName("Error"))
	case v.Type() == reflect.TypeFor[wire.Fields]():
		for i := range v.NumField() {
			v.Field(i).SetString("1: x")
		}
		v.FieldByName("Omit").SetString("V")
	case v.Type() == reflect.TypeFor[wire.Direction]():
		v.SetString(string(wire.Upstream))
	case v.Type() == reflect.TypeFor[time.Duration]():
		v.SetInt(int64(1500 * time.Microsecond))
	case v.Kind() == reflect.String:
		v.SetString("1: x")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(-1)
	case v.CanUint():
		v.SetUint(3)
	case v.CanFloat():
		v.SetFloat(0.25)
	case v.Kind() == reflect.Interface:
		v.Set(reflect.ValueOf("a value"))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(1))
	case v.Kind() == reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key)
		fill(t, value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("no value for a %s", v.Type())
	}
}

func TestEveryFaultSurvivesTheRoundTrip(t *testing.T) {
	for _, entry := range fault.Registry {
		t.Run(entry.Name, func(t *testing.T) {
			for _, full := range []bool{false, true} {
				f, err := entry.Decode(func(into any) error {
					if full {
						fill(t, reflect.ValueOf(into).Elem())
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				roundTrip(t, scenario.Scenario{
					ID: "test/fault", Title: "a fault",
					Steps: []scenario.Step{{Inject: f}, {Do: &scenario.Do{Op: target.OpConnect, Session: "a"}}},
				})
			}
		})
	}
}

func TestEveryContentSurvivesTheRoundTrip(t *testing.T) {
	for _, say := range []wire.Content{
		{Notice: wire.Fields{Message: "2024-01-01"}},
		{Unknown: true},
		{Oversize: true},
		{Garbage: 7, Seed: 3},
		{Hex: "0010"},
		{Text: "true\n"},
	} {
		roundTrip(t, scenario.Scenario{
			ID: "test/content", Title: "something said",
			Steps: []scenario.Step{{Inject: fault.Inject{Say: say}}, {Do: &scenario.Do{Op: target.OpConnect, Session: "a"}}},
		})
	}
}
