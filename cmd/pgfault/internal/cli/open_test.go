package cli_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheReportOfARunIsOpened has what opens files note which it was given.
func TestTheReportOfARunIsOpened(t *testing.T) {
	bin, out := t.TempDir(), t.TempDir()
	noted := filepath.Join(bin, "noted")
	for _, name := range []string{"xdg-open", "open"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\necho \"$1\" >'"+noted+"'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(noted, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(noted, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	if err := pipe.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	if got := call("", "run", "schema/missing-table", "--postgres", "native", "--out", out, "--open"); got.code != 0 {
		t.Fatalf("it ends with %d: %s%s", got.code, got.stdout, got.stderr)
	}
	path, err := bufio.NewReader(pipe).ReadString('\n')
	path = strings.TrimSpace(path)
	if err != nil || filepath.Base(path) != "report.html" || !strings.HasPrefix(path, out) {
		t.Fatalf("%q was opened: %v", path, err)
	}
	page, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(page), "schema/missing-table") {
		t.Errorf("it is not the page: %v", err)
	}
}
