package wrap_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/wrap"
)

// shell is a configuration for a line of a shell, which then becomes the program that is only hasty.
func shell(line string, faults ...string) wrap.Config {
	cfg := program("hasty", faults...)
	cfg.Command.Argv = []string{"/bin/sh", "-c", line + "; exec " + os.Args[0] + " " + act + " hasty"}
	cfg.Budget, cfg.All = wrap.Budget{Points: 1}, false
	return cfg
}

// What a program does beside its work is bounded, and said: it leaves processes in its group and out of it, floods its output,
// takes its own folder away.
func TestHostilePrograms(t *testing.T) {
	t.Parallel()
	lasting := "sleep 300"
	t.Cleanup(func() { // when all of them are over
		if left := leftProcesses(t, lasting); left != "" {
			t.Errorf("left running: %s", left)
		}
	})
	for _, test := range []struct{ name, line, note string }{
		{"a child in its group", "(" + lasting + " &)", ""},
		{"a daemon", "{ setsid " + lasting + " >/dev/null 2>&1 </dev/null & }", "it leaves 1 processes when it ends, also without a fault"},
		{"a daemon that keeps its output", "{ setsid " + lasting + " & }", "it leaves 1 processes"},
		{"a flood", "head -c 300000000 /dev/zero", ""},
		{"no folder", `rm -rf "$TMPDIR"`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cfg := shell(test.line, "reset")
			cfg.Within = 0 // a flood takes what it takes
			w := learned(t, cfg)
			notes := strings.Join(w.Learnt().Notes, "; ")
			if test.note != "" && !strings.Contains(notes, test.note) {
				t.Errorf("of it is said %q, expected %q", notes, test.note)
			}
			report, err := w.Run(t.Context(), wrap.Watch{})
			if err != nil || len(report.Results) != 1 || len(report.Results[0].Troubles) > 0 {
				t.Errorf("%+v: %v", report.Results, err)
			}
		})
	}
}

// leftProcesses are the processes with such a command line that have our mark.
func leftProcesses(t *testing.T, command string) string {
	t.Helper()
	found, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, path := range found {
		line, err := os.ReadFile(path)
		if err != nil || strings.ReplaceAll(strings.TrimRight(string(line), "\x00"), "\x00", " ") != command {
			continue
		}
		if env, err := os.ReadFile(filepath.Join(filepath.Dir(path), "environ")); err == nil && strings.Contains(string(env), "PGFAULT_WRAP=") {
			left = append(left, path)
		}
	}
	return strings.Join(left, ", ")
}

// One that does not listen to SIGINT and SIGTERM is ended all the same, and that is said.
func TestAProgramThatListensToNoSignal(t *testing.T) {
	t.Parallel()
	cfg := program("patient", "silence")
	cfg.Command.Argv = []string{"/bin/sh", "-c", `trap "" INT TERM; ` + os.Args[0] + " " + act + " deaf"}
	cfg.Point = "silence:before:connect:1"
	report := wrapped(t, cfg)
	if class, r := worst(report); class != wrap.Hangs || !strings.Contains(r.Reason, "neither SIGINT nor SIGTERM ended it") {
		t.Errorf("it is %q: %s", class, r.Reason)
	}
}

// What can't be wrapped is said in a line, and is for its user to mend.
func TestProgramsThatCannotBeWrapped(t *testing.T) {
	for _, test := range []struct {
		name, want string
		argv       []string
	}{
		{"no program", "the command can't be run", []string{"/nowhere/to/be/found"}},
		{"one that fails", "it fails without a fault: exit 3: no, not today", []string{"/bin/sh", "-c", "echo no, not today; exit 3"}},
		{"one that asks nothing", "it made no connection by the way that it was given", []string{"/bin/true"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cfg := program("hasty")
			cfg.Command.Argv = test.argv
			w, err := wrap.Learn(t.Context(), cfg)
			var program *wrap.ProgramError
			if !errors.As(err, &program) || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, expected %q", err, test.want)
			}
			if err := w.Close(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWhatAKilledRunLeaves: the next run ends the processes whose owner is no more.
func TestWhatAKilledRunLeaves(t *testing.T) {
	gone := exec.CommandContext(t.Context(), "/bin/true")
	if err := gone.Run(); err != nil {
		t.Skip("no /bin/true here")
	}
	left := exec.CommandContext(t.Context(), "sleep", "299")
	left.Env = append(os.Environ(), "PGFAULT_WRAP="+wrap.MarkOf(gone.Process.Pid))
	if err := left.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- left.Wait() }()
	if n := wrap.EndOrphans(); n != 1 {
		t.Errorf("%d processes were ended", n)
	}
	select {
	case err := <-ended:
		if err == nil {
			t.Error("it came to its own end")
		}
	case <-time.After(10 * time.Second):
		t.Error("it goes on")
	}
}
