package provide_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

func TestVersions(t *testing.T) {
	sorted := []string{"9.6.24", "13.2", "13.14", "15", "15.18", "17.0", "18.1"}
	shuffled := []string{"15.18", "13.14", "18.1", "9.6.24", "15", "17.0", "13.2"}
	slices.SortFunc(shuffled, provide.CompareVersions)
	if !slices.Equal(shuffled, sorted) {
		t.Errorf("sorted: %v", shuffled)
	}
	for text, want := range map[string]int{"15.18": 15, "18": 18, "19beta1": 19, "": 0, "beta": 0} {
		if got := provide.Major(text); got != want {
			t.Errorf("major of %q is %d, want %d", text, got, want)
		}
	}
}
