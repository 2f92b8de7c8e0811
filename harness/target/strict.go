package target

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/internal/spell"
)

// Capabilities are all that there are, in the order of the protocol.
var Capabilities = []Capability{
	CapTx, CapStatus, CapClass, CapPrepare, CapCopy, CapCopyIn, CapListen, CapCancel, CapPool, CapConcurrent, CapBatch, CapTyped, CapUnread,
	CapFetch, CapGivenUp, CapResolve, CapUpkeep, CapLiveness, CapReplication,
}

// classConventions are those that a target's classes can be held to.
var classConventions = []string{"psycopg2", "psycopg3"}

// ownPrefix begins the name of a field that is a shim's own: nobody reads it.
const ownPrefix = "x_"

// Check finds what a hello says that means nothing here. It is no detail: what a target seems not to declare is not asked
// of it, and what is not asked can't be wrong.
func (h Hello) Check() error {
	if h.Protocol != 0 && h.Protocol != ProtocolVersion {
		return fmt.Errorf("it speaks protocol %d, and here protocol %d is spoken", h.Protocol, ProtocolVersion)
	}
	for i, c := range h.Capabilities {
		if !slices.Contains(Capabilities, c) {
			return fmt.Errorf("it declares the capability %s", unknown(string(c), names(Capabilities)))
		}
		if slices.Contains(h.Capabilities[:i], c) {
			return fmt.Errorf("it declares the capability %q twice", c)
		}
	}
	if h.ClassConvention != "" && !slices.Contains(classConventions, h.ClassConvention) {
		return fmt.Errorf("it declares the class_convention %s", unknown(h.ClassConvention, classConventions))
	}
	if err := h.checkReports(); err != nil {
		return err
	}
	if h.Traits != nil {
		return h.Traits.check()
	}
	return nil
}

// unknown says of a word that it is none of those that there are, and which is the nearest.
func unknown(word string, known []string) string {
	text := quote(word) + ", which is unknown"
	if near := spell.Nearest(word, known); near != "" {
		return text + "; did it mean " + near + "?"
	}
	return text + "; known are " + strings.Join(known, ", ")
}

func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = string(c)
	}
	return out
}

// The fields that an answer may have, and those of the error in it.
var (
	answerFields = fieldsOf(reflect.TypeFor[Answer]())
	errorFields  = fieldsOf(reflect.TypeFor[Error]())
)

// fieldsOf are the names that the fields of a struct have in JSON.
func fieldsOf(t reflect.Type) []string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			out = append(out, fieldsOf(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

// strange names a field of an answer that nobody would read; "" where there is none. A claim under a name that is
// misspelled would pass for none.
func strange(answer map[string]json.RawMessage) string {
	if text := strangeField(answer, answerFields); text != "" {
		return text
	}
	if text := strangeTrait(answer); text != "" {
		return text
	}
	var claim map[string]json.RawMessage
	if json.Unmarshal(answer["error"], &claim) != nil {
		return ""
	}
	if text := strangeField(claim, errorFields); text != "" {
		return "error." + text
	}
	return ""
}

func strangeField(object map[string]json.RawMessage, known []string) string {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(known, name) && !strings.HasPrefix(name, ownPrefix) {
			return unknown(name, known)
		}
	}
	return ""
}
