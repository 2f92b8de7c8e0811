package report_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
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

// TestNothingOfOthersIsLatest leaves alone what somebody has put where the link belongs, and makes nothing beside it.
func TestNothingOfOthersIsLatest(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a file":   func(path string) error { return os.WriteFile(path, nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			if err := put(filepath.Join(parent, "latest")); err != nil {
				t.Fatal(err)
			}
			_, err := report.NewFolder(parent, time.Now())
			if !errors.Is(err, report.ErrLatest) || !strings.Contains(err.Error(), "--out") || !strings.Contains(err.Error(), "latest is "+name) {
				t.Errorf("it says %v", err)
			}
			if left, err := os.ReadDir(parent); err != nil || len(left) != 1 {
				t.Errorf("it left %v, %v", left, err)
			}
		})
	}
}
