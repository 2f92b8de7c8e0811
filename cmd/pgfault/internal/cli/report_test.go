package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReportSparesWhatItReads writes over no results, and through what is no file of its own.
func TestReportSparesWhatItReads(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a run")
	results, link := filepath.Join(folder, "results.jsonl"), filepath.Join(folder, "link.html")
	const run = `{"type":"run","format":2}` + "\n"
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{results: run, filepath.Join(folder, "page.html"): ""} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{"page.html": link, "a run": filepath.Join(filepath.Dir(folder), "latest")} {
		if err := os.Symlink(from, to); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		words string
		args  []string
	}{
		{"holds the results that are to be shown", []string{folder, "-o", results}},
		{"holds the results that are to be shown", []string{results, "-o", results}},
		{"holds the results that are to be shown", []string{folder, "--badge", results}},
		{"-o needs the file to write", []string{folder, "-o", ""}},
		{"is a directory", []string{folder, "-o", filepath.Dir(folder)}},
		{"holds runs, and is none: name one of them, as ", []string{filepath.Dir(folder)}},
	} {
		if got := call("", append([]string{"report"}, tt.args...)...); got.code != 4 || !strings.Contains(got.stderr, tt.words) {
			t.Errorf("%q: %d, %s", tt.args, got.code, got.stderr)
		}
	}
	if text, err := os.ReadFile(results); err != nil || string(text) != run {
		t.Errorf("the results are %q, %v", text, err)
	}
	if got := call("", "report", folder, "-o", link); got.code != 0 {
		t.Errorf("%d: %s", got.code, got.stderr)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "page.html")); err != nil || !strings.HasPrefix(string(text), "<!doctype html>") {
		t.Errorf("through the link it wrote %.40q, %v", text, err)
	}
}
