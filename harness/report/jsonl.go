package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/pgfault/pgfault/harness/internal/escape"
	"github.com/pgfault/pgfault/harness/verdict"
)

// JSONL writes the record itself: a line of JSON for the run, for each result and for the summary. Each line is one
// write, so that what is there after a kill is whole up to the last line.
type JSONL struct {
	w    io.Writer
	pack bool
}

// NewJSONL makes a renderer that writes to w, which it does not close. Its lines hold all in plain.
func NewJSONL(w io.Writer) *JSONL { return &JSONL{w: w} }

// NewRecord makes a renderer of what is kept: as NewJSONL, with the cases of what passed packed.
func NewRecord(w io.Writer) *JSONL { return &JSONL{w: w, pack: true} }

// Run writes the first line.
func (j *JSONL) Run(run Run) error { return j.line(run) }

// Started writes nothing: the record holds results.
func (j *JSONL) Started(string) error { return nil }

// maxWritten bounds what is kept of one result, in bytes of JSON: what a client was answered is in it, and a line that nobody can
// read back is no record.
const maxWritten = maxLine / 2

// Result writes a result's line. Of one that is too large the verdict is kept, and not what was seen.
func (j *JSONL) Result(line Line) error {
	if j.pack {
		if err := line.pack(); err != nil {
			return err
		}
	}
	b, err := encode(line)
	if err == nil && len(b) > maxWritten {
		line.Case = verdict.Case{}
		line.Reason = strings.TrimLeft(line.Reason+fmt.Sprintf(" (what was seen has %d MB, and was not kept)", len(b)>>20), " ")
		b, err = encode(line)
	}
	return j.write(b, err)
}

// Summary writes the last line.
func (j *JSONL) Summary(summary Summary) error { return j.line(summary) }

// Close does nothing.
func (j *JSONL) Close() error { return nil }

func (j *JSONL) line(v any) error { return j.write(encode(v)) }

func encode(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode result line: %w", err)
	}
	return append(escape.JSON(b), '\n'), nil
}

func (j *JSONL) write(b []byte, err error) error {
	if err != nil {
		return err
	}
	if _, err := j.w.Write(b); err != nil {
		return fmt.Errorf("write result line: %w", err)
	}
	return nil
}
