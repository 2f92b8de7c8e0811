package report

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// The most that is read: of a line, in which the observed rows of a scenario are, and of all of them, which of a sweep at every
// byte are some hundred thousand. A file may be one without an end.
const (
	maxLine   = 64 << 20
	maxRecord = 1 << 30
)

// Record is a results.jsonl that was read back. One whose run was killed has no summary.
type Record struct {
	Run     Run
	Results []Line
	Summary *Summary
}

// errNoRun is a file that does not begin as a results.jsonl does.
var errNoRun = errors.New(`the first line is not of type "run"; is it a results.jsonl?`)

// Read reads a results.jsonl. Lines of a type that it does not know are passed over, and so is the half of a line at the end, which is
// what a run leaves that is killed while it writes.
func Read(r io.Reader) (Record, error) { return readUpTo(r, maxRecord) }

func readUpTo(r io.Reader, most int) (Record, error) {
	var rec Record
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	unended := false // the line has no newline
	lines.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		advance, line, err := bufio.ScanLines(data, atEOF)
		unended = advance > 0 && data[advance-1] != '\n'
		return advance, line, err
	})
	size, n := 0, 1
	for ; lines.Scan(); n++ {
		if size += len(lines.Bytes()) + 1; size > most {
			return rec, fmt.Errorf("it has more than %d MB", most>>20)
		}
		var kind struct {
			Type string `json:"type"`
		}
		if err := json.Unmarshal(lines.Bytes(), &kind); err != nil && unended && n > 1 {
			break
		} else if err != nil {
			return rec, fmt.Errorf("read line %d: %w", n, err)
		}
		if n == 1 && kind.Type != "run" {
			return rec, errNoRun
		}
		var err error
		switch kind.Type {
		case "run":
			if err = json.Unmarshal(lines.Bytes(), &rec.Run); err == nil && rec.Run.Format > FormatVersion {
				return rec, fmt.Errorf("it has format %d, and this pgfault reads %d at most; take a newer pgfault", rec.Run.Format, FormatVersion)
			}
		case "result":
			var l Line
			err = json.Unmarshal(lines.Bytes(), &l)
			rec.Results = append(rec.Results, l)
		case "summary":
			rec.Summary = &Summary{}
			err = json.Unmarshal(lines.Bytes(), rec.Summary)
		}
		if err != nil {
			return rec, fmt.Errorf("read line %d, of type %q: %w", n, kind.Type, err)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return rec, fmt.Errorf("line %d has more than %d MB; is it a results.jsonl?", n, maxLine>>20)
	} else if err != nil {
		return rec, fmt.Errorf("read results: %w", err)
	}
	if rec.Run.Type == "" {
		return rec, errNoRun
	}
	return rec, nil
}
