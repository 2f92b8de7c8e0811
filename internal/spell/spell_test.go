package spell_test

import (
	"testing"

	"github.com/pgfault/pgfault/internal/spell"
)

func TestNearest(t *testing.T) {
	names := []string{"steps", "title", "truth", "given"}
	for word, want := range map[string]string{
		"stpes": "steps", "titel": "title", "step": "steps", "truht": "truth", "xyzzy": "", "": "", "x": "",
	} {
		if got := spell.Nearest(word, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
