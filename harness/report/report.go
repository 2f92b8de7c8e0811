// Package report writes what a run found: results.jsonl, which is the record, and its renderings for people. Nothing here
// judges; a rendering shows what the record holds.
package report

import "github.com/pgfault/pgfault/harness/verdict"

// Renderer shows a run as it goes. Its methods are called one at a time.
type Renderer interface {
	// Run is called once, before anything else.
	Run(run Run) error
	// Started says that a scenario has begun.
	Started(id string) error
	// Result is called with each result as it comes. The line's Server is empty where there is one server only.
	Result(line Line) error
	// Summary is called once, after the last result, also when the run was interrupted.
	Summary(summary Summary) error
	// Close gives back what the renderer holds. It is called also where Summary was not.
	Close() error
}

// Line is a result as it stands in results.jsonl.
type Line struct {
	Type string `json:"type"` // always "result"
	// Format is FormatVersion, so that a line alone says how it is to be read.
	Format int `json:"format"`
	// Server is the server's version where the run goes over several.
	Server string `json:"server,omitempty"`
	verdict.Result
	// Packed is the case of a pass as the record keeps it; nil of a line that was read.
	Packed []byte `json:"case,omitempty"`
}

// NewLine makes a result a line of results.jsonl.
func NewLine(server string, r verdict.Result) Line {
	return Line{Type: "result", Format: FormatVersion, Server: server, Result: r.Lean()}
}
