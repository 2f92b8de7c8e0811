package docs_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/verdict"
)

// storedTypes are what results.jsonl is made of.
var storedTypes = map[string]reflect.Type{
	"report.Run": reflect.TypeFor[report.Run](), "report.Line": reflect.TypeFor[report.Line](), "report.Summary": reflect.TypeFor[report.Summary](),
	"verdict.Finding": reflect.TypeFor[verdict.Finding](), "verdict.Observed": reflect.TypeFor[verdict.Observed](),
	"verdict.Wire": reflect.TypeFor[verdict.Wire](), "verdict.Exchange": reflect.TypeFor[verdict.Exchange](),
	"verdict.Program": reflect.TypeFor[verdict.Program](), "verdict.ProgramRun": reflect.TypeFor[verdict.ProgramRun](),
	"verdict.Injected": reflect.TypeFor[verdict.Injected](), "verdict.Probe": reflect.TypeFor[verdict.Probe](),
	"verdict.Point": reflect.TypeFor[verdict.Point](),
}

var (
	fieldsOf = regexp.MustCompile(`<!-- fields: (\S+) -->\n`)
	fieldRow = regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| ")
)

// TestThePageOfResultsHasEachField holds the page against the types that are written.
func TestThePageOfResultsHasEachField(t *testing.T) {
	data, err := os.ReadFile("results.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := fieldsOf.FindAllStringSubmatchIndex(string(data), -1)
	if len(parts) != len(storedTypes) {
		t.Errorf("%d tables, and %d types are stored", len(parts), len(storedTypes))
	}
	for i, at := range parts {
		name, end := string(data[at[2]:at[3]]), len(data)
		if i+1 < len(parts) {
			end = parts[i+1][0]
		}
		var shown []string
		for _, row := range fieldRow.FindAllStringSubmatch(string(data[at[1]:end]), -1) {
			shown = append(shown, row[1])
		}
		if storedTypes[name] == nil {
			t.Errorf("no type %s", name)
			continue
		}
		want := jsonFields(storedTypes[name], nil)
		slices.Sort(shown)
		slices.Sort(want)
		if !slices.Equal(shown, want) {
			t.Errorf("%s: the page has\n%q\nand what is written\n%q", name, shown, want)
		}
	}
}

// jsonFields are the names that a type's fields are written under; an outer field hides one of the same name inside.
func jsonFields(typ reflect.Type, out []string) []string {
	var inside []reflect.Type
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			inside = append(inside, f.Type)
		case name == "-" || !f.IsExported() || slices.Contains(out, name):
		default:
			out = append(out, name)
		}
	}
	for _, typ := range inside {
		out = jsonFields(typ, out)
	}
	return out
}
