package owner

import (
	"bytes"
	"os"
	"strconv"
)

// processStart reads from /proc when a process began, in clock ticks since boot, and whether it has ended and merely waits for
// its parent to notice. The fields are those of proc(5), /proc/PID/stat; the name of the program, in brackets, may
// hold anything, so they are counted from its end.
func processStart(pid int) (start uint64, ended, ok bool) {
	line, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, false, false
	}
	end := bytes.LastIndexByte(line, ')')
	if end < 0 {
		return 0, false, false
	}
	fields := bytes.Fields(line[end+1:])
	const state, startTime = 0, 19
	if len(fields) <= startTime {
		return 0, false, false
	}
	start, err = strconv.ParseUint(string(fields[startTime]), 10, 64)
	if err != nil {
		return 0, false, false
	}
	ended = string(fields[state]) == "Z" || string(fields[state]) == "X"
	return start, ended, true
}

// pidNamespace names the PID namespace of this process.
func pidNamespace() string {
	name, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	return name
}
