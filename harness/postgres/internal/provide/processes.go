package provide

import (
	"slices"
	"strconv"
	"strings"
)

// Processes reads a server's processes from their lines in /proc/PID/stat (see proc(5)), the postmaster first: it is the one
// whose parent is none of them; what it left when it was killed has none at all. Those that have ended are passed over.
func Processes(lines []string) []Process {
	var found []Process
	parents := map[int]int{}
	for _, line := range lines {
		// The second field is a name in parentheses, and may hold anything.
		before, _, _ := strings.Cut(line, " ")
		fields := strings.Fields(line[strings.LastIndexByte(line, ')')+1:])
		pid, err := strconv.Atoi(before)
		if err != nil || len(fields) < 2 {
			continue
		}
		parent, err := strconv.Atoi(fields[1])
		if err != nil || fields[0] == "Z" || fields[0] == "X" {
			continue
		}
		parents[pid] = parent
		found = append(found, Process{PID: pid, Stopped: fields[0] == "T" || fields[0] == "t"})
	}
	rank := func(p Process) int {
		if _, child := parents[parents[p.PID]]; child {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(found, func(a, b Process) int { return rank(a) - rank(b) })
	return found
}
