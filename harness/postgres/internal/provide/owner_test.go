package provide_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

func TestOwner(t *testing.T) {
	self := provide.Self()
	if parsed, ok := provide.ParseOwner(self.String()); !ok || parsed != self {
		t.Errorf("%s was read as %+v, %t", self, parsed, ok)
	}
	if self.PID != os.Getpid() || self.Dead() {
		t.Errorf("%s is this process, which is not dead", self)
	}
	for _, text := range []string{"", "a_b_c", "_1_2", "a_-1_2", "a_1", "a_1_2_3", "a_0_1", "a_1_-2"} {
		if owner, ok := provide.ParseOwner(text); ok {
			t.Errorf("%q was read as %+v", text, owner)
		}
	}
}

func TestOwnerDead(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Skip("no sleep here")
	}
	owner := provide.Self()
	again := owner
	again.Start++
	elsewhere := owner
	elsewhere.Scope = "another"
	killed := owner
	killed.PID = cmd.Process.Pid
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	parent := provide.Owner{Scope: owner.Scope, PID: os.Getppid(), Start: 1}

	for _, test := range []struct {
		name  string
		owner provide.Owner
		want  bool
	}{
		{"this process", owner, false},
		{"the number of this process, used before", again, true},
		{"a process of another machine", elsewhere, false},
		{"a killed process", killed, true},
		{"the number of a living process, used before", parent, true},
	} {
		if got := test.owner.Dead(); got != test.want {
			t.Errorf("%s: dead is %t", test.name, got)
		}
	}
}
