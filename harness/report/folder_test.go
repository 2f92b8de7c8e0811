package report_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/report"
)

func TestLatestPointsToTheNewestRun(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "results")
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, want := range []string{"20260102T030405.000Z", "20260102T030405.000Z-2"} {
		folder, err := report.NewFolder(parent, at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := folder.Write([]byte(want + "\n")); err != nil {
			t.Fatal(err)
		}
		if err := folder.Close(); err != nil {
			t.Fatal(err)
		}
		if link, err := os.Readlink(filepath.Join(parent, "latest")); err != nil || link != want {
			t.Errorf("latest is %q, %v; want %q, relative", link, err, want)
		}
		if b, err := os.ReadFile(filepath.Join(parent, "latest", "results.jsonl")); err != nil || string(b) != want+"\n" {
			t.Errorf("latest/results.jsonl is %q, %v", b, err)
		}
	}
}

func TestFolderSaysWhatIsWrong(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := report.NewFolder(file, time.Now()); err == nil {
		t.Error("a file in the place of the results folder is no error")
	}
}
