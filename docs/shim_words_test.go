package docs_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
)

// shimPage is the page that has the protocol whole.
const shimPage = "docs/shim.md"

// TestTheShimPageHasTheProtocolWhole: every word of the protocol is on the page, and every operation is in a conversation there,
// which is held with the reference.
func TestTheShimPageHasTheProtocolWhole(t *testing.T) {
	page := read(t, shimPage)
	for _, op := range append(scenario.Ops(), target.OpHello, target.OpBye) {
		if !strings.Contains(page, `"op":"`+string(op)+`"`) {
			t.Errorf("%s has no example of %s", shimPage, op)
		}
	}
	var words []string
	for _, c := range target.Capabilities {
		words = append(words, string(c))
	}
	for _, r := range target.Reports {
		words = append(words, string(r))
	}
	for _, of := range []reflect.Type{
		reflect.TypeFor[target.Request](), reflect.TypeFor[target.Answer](), reflect.TypeFor[target.Error](), reflect.TypeFor[target.Traits](),
	} {
		words = append(words, jsonNames(of)...)
	}
	for _, word := range words {
		if !strings.Contains(page, "`"+word+"`") && !strings.Contains(page, `"`+word+`"`) {
			t.Errorf("%s does not say what %q is", shimPage, word)
		}
	}
}

func jsonNames(of reflect.Type) []string {
	var names []string
	for i := range of.NumField() {
		field := of.Field(i)
		if field.Anonymous {
			names = append(names, jsonNames(field.Type)...)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
