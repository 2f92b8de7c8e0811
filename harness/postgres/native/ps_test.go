package native

import (
	"bufio"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Where there is no /proc, a postmaster is known by its data folder and the others by their parent.
func TestSearchByPS(t *testing.T) {
	if _, err := exec.LookPath("ps"); err != nil {
		t.Skip("no ps here")
	}
	folder := t.TempDir()
	// They end with their standard input. The folder of the other only begins like ours.
	cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", "sleep 60 & echo $!; read -r line; kill $!; :", "postgres", "-D", folder)
	other := exec.CommandContext(t.Context(), "/bin/sh", "-c", "cat; :", "postgres", "-D", folder+"2")
	for _, c := range []*exec.Cmd{cmd, other} {
		in, err := c.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = in.Close(); _ = c.Wait() })
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(said))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(child, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(child, syscall.SIGCONT) })

	lines, err := searchByPS(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	want := []provide.Process{{PID: cmd.Process.Pid}, {PID: child, Stopped: true}}
	if got := provide.Processes(lines); !slices.Equal(got, want) {
		t.Errorf("ps tells of %v, want %v", got, want)
	}
}
