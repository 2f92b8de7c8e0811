package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTheReportOfARunIsOpened has what opens files note which it was given.
func TestTheReportOfARunIsOpened(t *testing.T) {
	bin, out := t.TempDir(), t.TempDir()
	noted := filepath.Join(bin, "noted")
	for _, name := range []string{"xdg-open", "open"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\nprintf %s \"$1\" >\"$0.new\" && mv \"$0.new\" '"+noted+"'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	if got := call("", "run", "schema/missing-table", "--postgres", "native", "--out", out, "--open"); got.code != 0 {
		t.Fatalf("it ends with %d: %s%s", got.code, got.stdout, got.stderr)
	}
	var path []byte
	for began := time.Now(); path == nil && time.Since(began) < 20*time.Second; time.Sleep(10 * time.Millisecond) { // another process notes it
		path, _ = os.ReadFile(noted)
	}
	if filepath.Base(string(path)) != "report.html" || !strings.HasPrefix(string(path), out) {
		t.Fatalf("%q was opened", path)
	}
	page, err := os.ReadFile(string(path))
	if err != nil || !strings.Contains(string(page), "schema/missing-table") {
		t.Errorf("it is not the page: %v", err)
	}
}
