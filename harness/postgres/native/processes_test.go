package native

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Root finds the processes on a folder also where it has to ask the server's user, as in a container without CAP_SYS_PTRACE.
func TestSearchAsUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root runs servers as another user")
	}
	account, err := unprivileged()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	// A test's own folder is closed to others.
	if err := errors.Join(os.Chmod(filepath.Dir(folder), 0o711), os.Chown(folder, int(account.Uid), int(account.Gid))); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "cat") // It waits for its standard input.
	cmd.Dir, cmd.SysProcAttr = folder, &syscall.SysProcAttr{Credential: account}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })

	own, _, err := search(folder)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := searchAsUser(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	pid := strconv.Itoa(cmd.Process.Pid) + " "
	for who, lines := range map[string][]string{"root": own, "the server's user": asked} {
		if found := strings.Join(lines, "\n"); !strings.HasPrefix(found, pid) || strings.Count(strings.TrimSpace(found), "\n") > 0 {
			t.Errorf("%s found %q; want process %s alone", who, found, pid)
		}
	}
}
