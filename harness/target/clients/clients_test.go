package clients_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/shimcheck"
	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

const root = "../../.."

// installed are the clients that .ci/run installs, or that need nothing but Go.
var installed = []string{"asyncpg", "lib-pq", "pgdriver", "psycopg2"}

// TestNothingIsLeftToDoInTheShims tries each shim whose client is installed here.
func TestNothingIsLeftToDoInTheShims(t *testing.T) {
	all, err := clients.Load(filepath.Join(root, clients.Folder))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 6 {
		t.Fatalf("there are %d clients only", len(all))
	}
	for _, c := range all {
		t.Run(c.Name, func(t *testing.T) {
			tgt, err := c.Direct(t.Context())
			if errors.Is(err, clients.ErrMissing) && (os.Getenv("CI") == "" || !slices.Contains(installed, c.Name)) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			rig := harness.Start(t, harness.Config{})
			got, err := shimcheck.Run(t.Context(), tgt, rig.Rig(), scenarios.All())
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range got.Items {
				for _, problem := range item.Problems {
					t.Errorf("%s: %s", item.What, problem)
				}
			}
			if got.Hello.Language != c.Language {
				t.Errorf("its file says %s, and it says %s", c.Language, got.Hello.Language)
			}
		})
	}
}

// TestWhatIsDeclaredOfTheClientsIsWellFormed reads each client's expect.yaml as a run does.
func TestWhatIsDeclaredOfTheClientsIsWellFormed(t *testing.T) {
	var ids []string
	for _, s := range scenarios.All() {
		ids = append(ids, s.ID)
	}
	files, err := filepath.Glob(filepath.Join(root, clients.Folder, "*", "expect.yaml"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err == nil {
			_, err = verdict.LoadDeviations(data, ids...)
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestAFileOfAClient(t *testing.T) {
	write := func(text string) string {
		folder := t.TempDir()
		if err := os.MkdirAll(filepath.Join(folder, "one"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "one", "target.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	if _, err := clients.Load(write("about: x\nlanguage: c\nrun: [x]\nrunn: [y]\n")); err == nil || !strings.Contains(err.Error(), "runn") {
		t.Errorf("a field that there is not is an error: %v", err)
	}
	if _, err := clients.Load(write("about: x\n")); err == nil || !strings.Contains(err.Error(), "it needs") {
		t.Errorf("what is needed is asked for: %v", err)
	}
	all, err := clients.Load(write("about: x\nlanguage: c\nrun: [x]\nhave: [false]\npackages: [some-package]\n"))
	if err != nil || len(all) != 1 || all[0].Name != "one" {
		t.Fatalf("%+v, %v", all, err)
	}
	if _, err := all[0].Direct(t.Context()); !errors.Is(err, clients.ErrMissing) || !strings.Contains(err.Error(), "install some-package") {
		t.Errorf("what is missing is said: %v", err)
	}
	if none, err := clients.Load(filepath.Join(t.TempDir(), "nowhere")); err != nil || none != nil {
		t.Errorf("%v, %v", none, err)
	}
}
