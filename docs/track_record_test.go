package docs_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/scenarios"
)

// TestTheTrackRecord: each scenario and client that it names there is, and each program too, of at most 40 lines; none is left out. So many are proven
// as it says.
func TestTheTrackRecord(t *testing.T) {
	data, err := os.ReadFile("track-record.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	known := map[string]bool{}
	families := map[string]bool{}
	for _, s := range scenarios.All() {
		known[s.ID] = true
		family, _, _ := strings.Cut(s.ID, "/")
		families[family] = true
	}
	named := 0
	for _, id := range regexp.MustCompile(`[a-z]+/[a-z0-9-]+`).FindAllString(page, -1) {
		family, _, _ := strings.Cut(id, "/")
		if !families[family] {
			continue
		}
		named++
		if !known[id] {
			t.Errorf("there is no scenario %s", id)
		}
	}
	if named < 20 {
		t.Errorf("it names %d scenarios", named)
	}
	_, proven, _ := strings.Cut(page, "\n## Proven\n")
	proven, _, _ = strings.Cut(proven, "\n## ")
	if n := len(regexp.MustCompile("`pgfault (run|shim check)[^`]* --target ").FindAllString(proven, -1)); !strings.HasPrefix(proven, fmt.Sprintf("\nThere are %d.\n", n)) {
		t.Errorf("%d entries are proven, and it says otherwise", n)
	}
	all, err := clients.Load(filepath.Join("..", clients.Folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("--target ([a-z0-9@.-]+)").FindAllStringSubmatch(page, -1) {
		if _, err := clients.Choose(all, m[1]); err != nil {
			t.Error(err)
		}
	}
	programs, err := filepath.Glob(filepath.Join("..", clients.Folder, "*", "evidence", "*"))
	if err != nil || len(programs) < 10 {
		t.Fatalf("%v, %v", programs, err)
	}
	for _, file := range programs {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(code, []byte("\n")); n > 40 {
			t.Errorf("%s has %d lines", file, n)
		}
		if !strings.Contains(page, filepath.ToSlash(strings.TrimPrefix(file, "../"))) {
			t.Errorf("%s is not in the track record", file)
		}
	}
	for _, name := range regexp.MustCompile(`docker/targets/[^/]+/evidence/[A-Za-z_.-]+`).FindAllString(page, -1) {
		if _, err := os.Stat(filepath.Join("..", name)); err != nil {
			t.Error(err)
		}
	}
}
