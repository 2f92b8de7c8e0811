package scenarioyaml

import (
	"reflect"
	"strings"
	"unicode"
)

// fieldNames are the names of a struct's fields in YAML, by their place. A yaml tag names a field; else it is its own
// name.
func fieldNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		f := t.Field(i)
		names[i], _, _ = strings.Cut(f.Tag.Get("yaml"), ",")
		if names[i] == "" {
			names[i] = fieldName(f.Name)
		}
	}
	return names
}

// fieldName makes a Go name one of YAML: lower case, its words joined by underscores. SQLState is the shim protocol's
// sqlstate.
func fieldName(name string) string {
	if name == "SQLState" {
		return "sqlstate"
	}
	letters := []rune(name)
	var b strings.Builder
	for i, r := range letters {
		begins := i > 0 && unicode.IsUpper(r) &&
			(unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if begins {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
