package faultdoc_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario/faultdoc"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// Each fault, field and example says what it is, and the YAML is read back as the fault itself.
func TestEveryFaultIsDescribed(t *testing.T) {
	faults, err := faultdoc.Faults()
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range faults {
		if f.Doc == "" || f.Wire == "" {
			t.Errorf("nothing is said of %s", f.Name)
		}
		if n := reflect.TypeOf(fault.Examples[i].Fault).NumField(); len(f.Fields) != n {
			t.Errorf("%s has %d fields, and %d are shown", f.Name, n, len(f.Fields))
		}
		for _, field := range f.Fields {
			if field.Doc == "" && f.Name+"."+field.Name != "setting.value" { // which stands with the one before
				t.Errorf("nothing is said of %s in %s", field.Name, f.Name)
			}
		}
		text := "id: a/b\ntitle: x\nsteps:\n  " + strings.ReplaceAll(f.YAML, "\n", "\n  ") + "\n  - do: {op: connect, session: a}\n"
		s, err := scenarioyaml.Unmarshal([]byte(text))
		if err != nil {
			t.Errorf("%s: %v\n%s", f.Name, err, text)
		} else if !reflect.DeepEqual(s.Steps[0].Inject, fault.Examples[i].Fault) {
			t.Errorf("%s is read back as %+v", f.Name, s.Steps[0].Inject)
		}
	}
	parts, err := faultdoc.Parts()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		for _, field := range p.Fields {
			if field.Doc == "" {
				t.Errorf("nothing is said of %s in %s", field.Name, p.Title)
			}
		}
	}
}

// TestTheExamplesInGoCompile lays a file with all of them over the repository.
func TestTheExamplesInGoCompile(t *testing.T) {
	faults, err := faultdoc.Faults()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("package faultdoc\n\nimport (\n\"time\"\n\n\"github.com/pgfault/pgfault/harness/fault\"\n\"github.com/pgfault/pgfault/harness/wire\"\n)\n\nvar _ = time.Second\n\nvar _ wire.Position\n")
	for _, f := range faults {
		b.WriteString("\nvar _ fault.Fault = " + f.Go + "\n")
	}
	here, overlay := t.TempDir(), filepath.Join(t.TempDir(), "overlay.json")
	source := filepath.Join(here, "examples.go")
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(wd, "zz_examples.go"): source}})
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{source: b.String(), overlay: string(data)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, ".").CombinedOutput(); err != nil {
		t.Errorf("they do not compile: %v\n%s", err, text)
	}
}
