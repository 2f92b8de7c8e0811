package provide_test

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

func TestProcesses(t *testing.T) {
	got := provide.Processes([]string{
		"31 (postgres) S 30 1 1",
		"32 (postgres) Z 30 1 1",
		"30 (post) gres)) T 1 1 1",
		"33 (postgres) t 30 1 1",
		"", "nonsense", "34 (x", "35 (x) S y",
	})
	want := []provide.Process{{PID: 30, Stopped: true}, {PID: 31}, {PID: 33, Stopped: true}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
