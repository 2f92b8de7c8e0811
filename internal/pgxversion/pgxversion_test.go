package pgxversion_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/internal/pgxversion"
)

func TestLinkedIsWhatGoSelects(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Version}}", "github.com/jackc/pgx/v5").Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSpace(string(out)); pgxversion.Linked() != want {
		t.Errorf("go selects pgx %s, and it says %q", want, pgxversion.Linked())
	}
}
