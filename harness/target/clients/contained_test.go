package clients_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/clients"
)

// contained gives a client in its image. Where its group's image was never made, only CI makes it: it takes a minute.
func contained(t *testing.T, name string) target.Target {
	t.Helper()
	all, err := clients.Load(filepath.Join(root, clients.Folder))
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := clients.Choose(all, name)
	if err != nil {
		t.Fatal(err)
	}
	base := exec.CommandContext(t.Context(), "docker", "image", "inspect", "pgfault/clients-"+chosen[0].Image)
	if os.Getenv("CI") == "" && base.Run() != nil {
		t.Skipf("no image of %s: docker/targets/images/build %s", chosen[0].Image, chosen[0].Image)
	}
	var said bytes.Buffer
	tgt, err := chosen[0].Target(t.Context(), false, &said)
	if err != nil {
		t.Fatal(err)
	}
	if built := clients.Built(t.Context()); built[name] == "" {
		t.Errorf("%s is not among what is built: %v", name, built)
	}
	return tgt
}

// containers are those of this process.
func containers(t *testing.T, inst target.Instance) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "docker", "ps", "--all", "--filter", "label=pgfault.owner", "--format", "{{.Names}}").Output()
	if err != nil {
		t.Fatalf("%v, of %s", err, inst.Hello().Name)
	}
	return slices.DeleteFunc(strings.Fields(string(out)), func(name string) bool { return !strings.HasPrefix(name, clients.NamePrefix()) })
}

func TestAClientInAContainer(t *testing.T) {
	tgt := contained(t, "psycopg2")
	rig := harness.Start(t, harness.Config{})
	inst, err := tgt.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := containers(t, inst); len(n) != 1 {
		t.Errorf("its containers are %v", n)
	}
	do := func(ctx context.Context, req target.Request) target.Answer {
		t.Helper()
		answer, err := inst.Do(ctx, req)
		if err != nil {
			t.Fatalf("%s: %v", req.Op, err)
		}
		return answer
	}
	connect := target.Request{Op: target.OpConnect, Session: "a", TimeoutMS: 5000}.Leading(rig.DSN())
	if a := do(t.Context(), connect); !a.Succeeded() {
		t.Fatalf("connect: %+v", a)
	}
	if a := do(t.Context(), target.Request{Op: target.OpQuery, Session: "a", SQL: "SELECT 'x'"}); len(a.Rows) != 1 || *a.Rows[0][0] != "x" {
		t.Fatalf("query: %+v", a)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := inst.Do(ctx, target.Request{Op: target.OpQuery, Session: "a", SQL: "SELECT pg_sleep(60)"}); !errors.Is(err, target.ErrDeadline) {
		t.Fatalf("a shim that does not answer gives %v", err)
	}
	if err := inst.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := containers(t, inst); len(n) != 0 {
		t.Errorf("it left %v", n)
	}
}

func TestClientsAreChosen(t *testing.T) {
	from := []clients.Client{{Name: "a", Language: "go"}, {Name: "b", Language: "python"}, {Name: "c", Language: "python"}}
	for word, want := range map[string]string{"all": "abc", "language:python": "bc", "a": "a", "d": `no client "d"`, "language:c": `no client of the language "c"; there are go, python`} {
		got := ""
		chosen, err := clients.Choose(from, word)
		for _, c := range chosen {
			got += c.Name
		}
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s chooses %q, want %q", word, got, want)
		}
	}
}

// TestTheImagesHaveWhatTheClientsNeed: each client's group has a file, with the packages that it names.
func TestTheImagesHaveWhatTheClientsNeed(t *testing.T) {
	all, err := clients.Load(filepath.Join(root, clients.Folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if (c.Image == "") == (c.Module == "") {
			t.Errorf("%s has either a module or an image", c.Name)
		}
		if c.Image == "" {
			continue
		}
		group, err := os.ReadFile(filepath.Join(root, clients.Folder, "images", c.Image))
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		for _, p := range c.Packages {
			if !slices.Contains(strings.Fields(string(group)), p) {
				t.Errorf("%s needs %s, which the image %s has not", c.Name, p, c.Image)
			}
		}
		for _, folder := range c.With {
			if _, err := os.Stat(filepath.Join(root, clients.Folder, folder)); err != nil {
				t.Errorf("%s: %v", c.Name, err)
			}
		}
	}
}
