package owner_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/pgfault/pgfault/harness/internal/owner"
)

func TestOwner(t *testing.T) {
	self := owner.Self()
	if parsed, ok := owner.Parse(self.String()); !ok || parsed != self {
		t.Errorf("%s was read as %+v, %t", self, parsed, ok)
	}
	if self.PID != os.Getpid() || self.Dead() {
		t.Errorf("%s is this process, which is not dead", self)
	}
	for _, text := range []string{"", "a_b_c", "_1_2", "a_-1_2", "a_1", "a_1_2_3", "a_0_1", "a_1_-2"} {
		if owner, ok := owner.Parse(text); ok {
			t.Errorf("%q was read as %+v", text, owner)
		}
	}
}

func TestOwnerDead(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Skip("no sleep here")
	}
	made := owner.Self()
	again := made
	again.Start++
	elsewhere := made
	elsewhere.Scope = "another"
	killed := made
	killed.PID = cmd.Process.Pid
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	parent := owner.Owner{Scope: made.Scope, PID: os.Getppid(), Start: 1}

	for _, test := range []struct {
		name  string
		owner owner.Owner
		want  bool
	}{
		{"this process", made, false},
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
