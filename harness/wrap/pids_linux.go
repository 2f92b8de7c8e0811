package wrap

import (
	"bytes"
	"os"
	"strconv"
)

// pidMark is a moment in the giving of process IDs, which are given in their order, and from the first again after the last.
type pidMark struct {
	last  int    // the last that was given
	given uint64 // how many were, since the system began
	known bool
}

// markPIDs is this moment.
func markPIDs() (m pidMark) {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return m
	}
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return m
	}
	words := bytes.Fields(load)
	_, rest, found := bytes.Cut(stat, []byte("\nprocesses "))
	given, _, _ := bytes.Cut(rest, []byte{'\n'})
	if len(words) == 0 || !found {
		return m
	}
	var errLast, errGiven error
	m.last, errLast = strconv.Atoi(string(words[len(words)-1]))
	m.given, errGiven = strconv.ParseUint(string(given), 10, 64)
	m.known = errLast == nil && errGiven == nil
	return m
}

// fewestPIDs is how many process IDs there are at least, and so how many are given until one is given again.
const fewestPIDs = 32768 - 300

// since tells which process IDs may have been given between a moment and now: all of them, where that can't be told.
func (m pidMark) since() func(pid int) bool {
	now := markPIDs()
	switch {
	case !m.known || !now.known || now.given-m.given >= fewestPIDs/2:
		return func(int) bool { return true }
	case now.last >= m.last:
		return func(pid int) bool { return pid > m.last }
	}
	return func(pid int) bool { return pid > m.last || pid <= now.last }
}
