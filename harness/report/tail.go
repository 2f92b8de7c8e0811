package report

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The part of a conversation that is shown with a failure: what was said around the fault.
const (
	tailMessages = 12
	tailAfter    = 3
	tailRead     = 1 << 20
)

// wireTail are the messages of a failure's conversation that tell most: those before the first fault that acted and what came after
// it, or else the last of all. It is empty where no conversation was kept.
func wireTail(folder string, l Line) []tailLine {
	path := traceOf(l)
	if path == "" || folder == "" {
		return nil
	}
	data, err := readStart(filepath.Join(folder, filepath.FromSlash(path)))
	if err != nil {
		return nil // the failure is shown all the same
	}
	var all []tailLine
	for in := bufio.NewScanner(bytes.NewReader(data)); in.Scan(); {
		if t, ok := tailOf(in.Text()); ok {
			all = append(all, t)
		}
	}
	end := len(all)
	if at := slices.IndexFunc(all, func(t tailLine) bool { return t.fault }); at >= 0 {
		end = min(len(all), at+1+tailAfter)
	}
	return all[max(0, end-tailMessages):end]
}

// tailLine is an entry of a conversation on a line.
type tailLine struct {
	text  string
	fault bool
}

// tailOf reads a line of a trace. What is not of a connection, and the parameters that a server tells at a login, tell nothing here.
func tailOf(line string) (tailLine, bool) {
	fields := strings.SplitN(line, "\t", 6)
	if len(fields) < 5 || fields[1] == "0" || fields[4] == "ParameterStatus" {
		return tailLine{}, false
	}
	arrow := map[string]string{"F": "→", "B": "←"}[fields[2]]
	fault := fields[4] == "(fired)"
	if fault {
		arrow, fields[4] = "⚡", ""
	}
	if arrow == "" {
		arrow = " "
	}
	text := ""
	if len(fields) > 5 {
		text = fields[5]
	}
	return tailLine{strings.TrimRight(fields[1]+" "+arrow+" "+strings.TrimSpace(fields[4]+" "+Escape(text)), " "), fault}, true
}

func readStart(path string) (_ []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, tailRead))
}
