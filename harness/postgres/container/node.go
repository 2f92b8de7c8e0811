package container

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// node is one server in a container: a data folder, and the postmaster that runs on it.
type node struct {
	in    *instance
	data  string // In the container.
	addr  string
	admin *pgx.ConnConfig
}

var _ provide.Machine = (*node)(nil)

func (n *node) Addr() string           { return n.addr }
func (n *node) Admin() *pgx.ConnConfig { return n.admin.Copy() }

// processesScript prints the process, the state and the parent of each process whose working folder is $1.
const processesScript = `
for p in /proc/[0-9]*; do
	[ "$(readlink "$p/cwd" 2>/dev/null || :)" = "$1" ] || continue
	sed -n 's/^\([0-9]*\) (.*) \([A-Za-z]\) \([0-9]*\) .*/\1 \2 \3/p' "$p/stat" 2>/dev/null || :
done`

// Processes lists the node's processes, by their numbers in the container, the postmaster first.
func (n *node) Processes(ctx context.Context) ([]provide.Process, error) {
	out, err := n.in.sh(ctx, processesScript, n.data)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []provide.Process
	parents := map[int]int{}
	for line := range strings.Lines(out) {
		var pid, parent int
		var state string
		if _, err := fmt.Sscan(line, &pid, &state, &parent); err != nil || state == "Z" || state == "X" {
			continue
		}
		parents[pid] = parent
		found = append(found, provide.Process{PID: pid, Stopped: state == "T" || state == "t"})
	}
	slices.SortStableFunc(found, func(a, b provide.Process) int { return rank(parents, a.PID) - rank(parents, b.PID) })
	return found, nil
}

// rank puts a process whose parent is among them behind the others.
func rank(parents map[int]int, pid int) int {
	if _, child := parents[parents[pid]]; child {
		return 1
	}
	return 0
}

// Signal sends a signal by its number, which is the same for all systems that Docker runs.
func (n *node) Signal(ctx context.Context, signal syscall.Signal, pids ...int) error {
	args := []string{strconv.Itoa(int(signal))}
	for _, pid := range pids {
		if pid > 1 {
			args = append(args, strconv.Itoa(pid))
		}
	}
	if _, err := n.in.sh(ctx, `signal=$1; shift; for p; do kill -"$signal" "$p" 2>/dev/null || :; done`, args...); err != nil {
		return fmt.Errorf("signal processes: %w", err)
	}
	return nil
}

// Boot starts a postmaster, whose log is the container's.
func (n *node) Boot(ctx context.Context, settings ...string) error {
	args := []string{n.data}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	return n.in.detach(ctx, `data=$1; shift; exec "$(cat /tmp/pgfault/bin)/postgres" -D "$data" "$@" >/proc/1/fd/2 2>&1`, args...)
}

// Mark makes or removes an empty file.
func (n *node) Mark(ctx context.Context, file string, there bool) error {
	script := `: >"$1/$2"`
	if !there {
		script = `rm -f "$1/$2"`
	}
	_, err := n.in.sh(ctx, "umask 077; "+script, n.data, file)
	return err
}

// Save copies the data folder.
func (n *node) Save(ctx context.Context) error {
	_, err := n.in.sh(ctx, `rm -rf "$1.saved"; cp -a "$1" "$1.saved"`, n.data)
	return err
}

// Load copies it back.
func (n *node) Load(ctx context.Context) error {
	_, err := n.in.sh(ctx, `test -d "$1.saved"; rm -rf "$1"; cp -a "$1.saved" "$1"`, n.data)
	return err
}
