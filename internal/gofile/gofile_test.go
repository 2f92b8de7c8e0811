package gofile_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/internal/gofile"
)

func TestLeftOut(t *testing.T) {
	for name, want := range map[string]string{
		"reset-in-test": "test", "killed-on-linux": "linux", "slow-arm64": "arm64", "linux": "", "test": "",
		"test-of-nothing": "", "reset-while-idle": "",
	} {
		if got := gofile.LeftOut(name); got != want {
			t.Errorf("%s: want %q, got %q", name, want, got)
		}
	}
}

// TestLeftOutKnowsWhatGoKnows holds the words against the systems and processors of the Go that is here.
func TestLeftOutKnowsWhatGoKnows(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "tool", "dist", "list").Output()
	if err != nil {
		t.Skipf("list systems: %v", err)
	}
	for _, word := range strings.FieldsFunc(string(out), func(r rune) bool { return r == '/' || r == '\n' }) {
		if gofile.LeftOut("a-"+word) == "" {
			t.Errorf("%q is not known", word)
		}
	}
}
