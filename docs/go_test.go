package docs_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGoBlocksCompile compiles each block as a package of its own that lies over the repository, without a change of it.
func TestGoBlocksCompile(t *testing.T) {
	here := t.TempDir()
	repo, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	overlay := map[string]map[string]string{"Replace": {}}
	// Without an output several packages are built and nothing is kept; a single program would be.
	names, args := map[string]string{}, []string{"build", "-overlay", filepath.Join(here, "overlay.json"), "-o", os.DevNull}
	for i, b := range of(t, kindGo) {
		source, at, err := b.source(fmt.Sprintf("zz_block%d", i))
		if err != nil {
			t.Errorf("%s: %v", b, err)
			continue
		}
		file := filepath.Join(here, fmt.Sprintf("%d.go", i))
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay["Replace"][filepath.Join(repo, at)] = file
		names[file] = "in " + b.String() + ", of what is compiled line"
		args = append(args, "./"+filepath.Dir(at))
	}
	data, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(here, "overlay.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", args...)
	build.Dir = repo
	if text, err := build.CombinedOutput(); err != nil {
		shown := string(text)
		for file, name := range names {
			shown = strings.ReplaceAll(shown, file, name)
		}
		t.Errorf("%v\n%s", err, shown)
	}
}

// scenarioBlock is a block that shows a scenario of the catalogue.
var scenarioBlock = regexp.MustCompile(`^var \w+ = scenario\.Scenario\{\n\s+ID:\s+"([^"]+)"`)

// TestScenariosAreShownAsTheyAre holds them against their files.
func TestScenariosAreShownAsTheyAre(t *testing.T) {
	shown := 0
	for _, b := range of(t, kindGo) {
		found := scenarioBlock.FindStringSubmatch(b.text)
		if found == nil {
			continue
		}
		shown++
		file := "scenarios/" + strings.ReplaceAll(found[1], "-", "_") + ".go"
		if !strings.Contains(read(t, file), "\n"+b.text) {
			t.Errorf("%s is not what %s holds", b, file)
		}
	}
	if shown == 0 {
		t.Error("no page shows a scenario")
	}
}
