package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// JSONL writes the record itself: a line of JSON for the run, for each result and for the summary. Each line is one
// write, so that what is there after a kill is whole up to the last line.
type JSONL struct {
	w io.Writer
}

// NewJSONL makes a renderer that writes to w, which it does not close.
func NewJSONL(w io.Writer) *JSONL { return &JSONL{w: w} }

// Run writes the first line.
func (j *JSONL) Run(run Run) error { return j.line(run) }

// Started writes nothing: the record holds results.
func (j *JSONL) Started(string) error { return nil }

// Result writes a result's line.
func (j *JSONL) Result(line Line) error { return j.line(line) }

// Summary writes the last line.
func (j *JSONL) Summary(summary Summary) error { return j.line(summary) }

// Close does nothing.
func (j *JSONL) Close() error { return nil }

func (j *JSONL) line(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode result line: %w", err)
	}
	if _, err := j.w.Write(append(escapeJSON(b), '\n')); err != nil {
		return fmt.Errorf("write result line: %w", err)
	}
	return nil
}
