// Package owner tells whose a thing is that a process makes outside of itself, so that it can be removed when that is no more.
package owner

import (
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Owner identifies the process that made something, so that the next run can tell whether that process still lives.
// The process ID alone would not do: IDs are used again.
type Owner struct {
	// Scope stands for the machine and the PID namespace: a process of another scope can't be judged from here.
	Scope string `json:"scope"`
	// PID is the process ID.
	PID int `json:"pid"`
	// Start is when the process began, in the system's own unit, 0 where the system does not tell.
	Start uint64 `json:"start"`
}

// Self is the owner that this process is.
func Self() Owner {
	pid := os.Getpid()
	start, _, _ := processStart(pid)
	return Owner{Scope: scope(), PID: pid, Start: start}
}

// String writes the owner in a form fit for names of files and databases: scope_pid_start.
func (o Owner) String() string { return fmt.Sprintf("%s_%d_%d", o.Scope, o.PID, o.Start) }

// FolderPrefix begins the names of this process's folders, as os.MkdirTemp takes it: pgfault-owner-.
func FolderPrefix() string { return "pgfault-" + Self().String() + "-" }

// Parse reads what String wrote.
func Parse(s string) (Owner, bool) {
	parts := strings.Split(s, "_")
	if len(parts) != 3 || parts[0] == "" {
		return Owner{}, false
	}
	pid, err := strconv.Atoi(parts[1])
	if err != nil || pid <= 0 {
		return Owner{}, false
	}
	start, err := strconv.ParseUint(parts[2], 10, 64)
	if err != nil {
		return Owner{}, false
	}
	return Owner{Scope: parts[0], PID: pid, Start: start}, true
}

// Dead reports that the process is known to be no more. It is false where that can't be known, as for a process of
// another machine.
func (o Owner) Dead() bool {
	if o.Scope != scope() {
		return false
	}
	if err := syscall.Kill(o.PID, 0); errors.Is(err, syscall.ESRCH) {
		return true
	}
	start, ended, ok := processStart(o.PID)
	if !ok {
		// It is there and does not show itself: somebody else's.
		return false
	}
	return ended || start != o.Start
}

// scope is a short token of the machine's name and the PID namespace.
func scope() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(host + "\x00" + pidNamespace()))
	return fmt.Sprintf("%08x", sum.Sum32())
}
