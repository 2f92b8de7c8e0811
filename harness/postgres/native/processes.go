package native

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Processes lists the node's processes, the postmaster first.
func (n *node) Processes(ctx context.Context) ([]provide.Process, error) {
	return processes(ctx, n.data())
}

// Signal sends a signal to processes of the node's. One that has ended meanwhile is passed over.
func (n *node) Signal(ctx context.Context, signal syscall.Signal, pids ...int) error {
	ours, err := n.Processes(ctx)
	if err != nil {
		return err
	}
	for _, pid := range pids {
		if !slices.ContainsFunc(ours, func(p provide.Process) bool { return p.PID == pid }) {
			continue
		}
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("signal process %d: %w", pid, err)
		}
	}
	return nil
}

// cannotInspectOthers says that this root may not ask others for their working folder.
var cannotInspectOthers atomic.Bool

// processes lists what runs on a data folder: a server's processes have it as their working folder. A root that may not look
// there, as a container's without CAP_SYS_PTRACE, has the server's user look, who may.
func processes(ctx context.Context, data string) ([]provide.Process, error) {
	var lines []string
	var err error
	if !cannotInspectOthers.Load() {
		var denied bool
		lines, denied, err = search(data)
		if errors.Is(err, fs.ErrNotExist) {
			lines, err = searchByPS(ctx, data)
		}
		cannotInspectOthers.Store(denied && os.Geteuid() == 0)
	}
	if cannotInspectOthers.Load() {
		lines, err = searchAsUser(ctx, data)
	}
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	return provide.Processes(lines), nil
}

// search gives the lines of /proc/PID/stat, and whether there were processes that it may not ask for their folder.
func search(data string) (lines []string, denied bool, err error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, false, err
	}
	for _, entry := range entries {
		if _, err := strconv.Atoi(entry.Name()); err != nil {
			continue
		}
		process := filepath.Join("/proc", entry.Name())
		if cwd, err := os.Readlink(filepath.Join(process, "cwd")); err != nil || cwd != data {
			denied = denied || errors.Is(err, fs.ErrPermission)
			continue // Another's, or gone.
		}
		if line, err := os.ReadFile(filepath.Join(process, "stat")); err == nil {
			lines = append(lines, string(line))
		}
	}
	return lines, denied, nil
}

// searchScript does what search does.
const searchScript = `for process in /proc/[0-9]*; do
	if [ "$process/cwd" -ef "$1" ] && read -r line <"$process/stat"; then echo "$line"; fi
done 2>/dev/null`

func searchAsUser(ctx context.Context, data string) ([]string, error) {
	account, err := unprivileged()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", searchScript, "sh", data)
	cmd.Dir, cmd.SysProcAttr = "/", &syscall.SysProcAttr{Credential: account}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("as the server's user: %w", err)
	}
	return strings.Split(string(out), "\n"), nil
}
