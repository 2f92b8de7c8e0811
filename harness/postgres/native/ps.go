package native

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// searchByPS is search for a system without /proc, such as macOS: ps does not tell a process's working folder, but with
// which data folder a postmaster was started, and whose children the others are. It misses the children of a postmaster that was
// killed, which end by themselves as soon as they notice.
func searchByPS(ctx context.Context, data string) ([]string, error) {
	cmd := exec.CommandContext(ctx, "ps", "-axww", "-o", "pid=,ppid=,stat=,command=")
	cmd.Env = []string{"LC_ALL=C", "PATH=/bin:/usr/bin"}
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("ask ps: %w", err)
	}
	return fromPS(string(out), data), nil
}

// fromPS gives what ps printed of the postmaster on a data folder and of its children as lines of /proc/PID/stat.
func fromPS(printed, data string) []string {
	type process struct{ parent, state, command string }
	all := map[string]process{}
	named := map[string]bool{} // as the postmaster is: itself, and a child that has just been forked
	for line := range strings.Lines(printed) {
		fields := strings.Fields(line)
		if len(fields) < 4 {
			continue
		}
		pid, p := fields[0], process{parent: fields[1], state: fields[2][:1], command: strings.Join(fields[3:], " ")}
		all[pid] = p
		if strings.Contains(p.command+" ", " -D "+data+" ") {
			named[pid] = true
		}
	}
	var lines []string
	for pid, p := range all {
		if named[pid] || named[p.parent] {
			lines = append(lines, fmt.Sprintf("%s (postgres) %s %s", pid, p.state, p.parent))
		}
	}
	return lines
}
