package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Summary is the last line of results.jsonl.
type Summary struct {
	Type   string                  `json:"type"` // always "summary"
	Counts map[verdict.Outcome]int `json:"counts"`
	Total  int                     `json:"total"`
	// Planned is how many results there were to be; 0 where the run had no end.
	Planned int `json:"planned,omitempty"`
	// MaxFail is after how many failures the run ended, as it was told to; 0 where it did not.
	MaxFail     int  `json:"max_fail,omitempty"`
	Interrupted bool `json:"interrupted,omitempty"`
	// Error is set where the run ended by an error of the harness itself.
	Error    string `json:"error,omitempty"`
	ExitCode int    `json:"exit_code"`
	// DurationMS is the wall clock of the scenarios, without the start of servers and target.
	DurationMS float64 `json:"duration_ms"`
	Seed       int64   `json:"seed"`
	// Path is where this report was written.
	Path string `json:"path"`
	// Grade is what may be said of the client, and Causes is what was found, the gravest first.
	Grade  *verdict.Graded `json:"grade,omitempty"`
	Causes []Cause         `json:"causes,omitempty"`
	// Failures are the results that made the run red, with a command that runs each again.
	Failures []Failure `json:"failures,omitempty"`
}

// Failure is a result that made the run red.
type Failure struct {
	ID        string          `json:"id"`
	Server    string          `json:"server,omitempty"`
	Outcome   verdict.Outcome `json:"outcome"`
	Reason    string          `json:"reason,omitempty"`
	Reproduce string          `json:"reproduce"`
}

// Conclude fills in what follows from all results of a run: the causes, and the grade where it was more than a few.
func (s *Summary) Conclude(run Run, lines []Line) {
	s.Causes = Causes(lines)
	if len(lines) < gradedFrom || run.Points > 0 {
		return
	}
	results := make([]verdict.Result, len(lines))
	for i, l := range lines {
		results[i] = l.Result
	}
	grade := verdict.GradeOf(run.Target, results)
	s.Grade = &grade
}

// gradedFrom is how many results a grade needs: a few scenarios that were chosen say nothing of a client.
const gradedFrom = 100

// Duration is DurationMS as a duration.
func (s Summary) Duration() time.Duration {
	return time.Duration(s.DurationMS * float64(time.Millisecond))
}

// CountsText says the counts in words, in order of priority: "1 fail, 15 pass".
func (s Summary) CountsText() string {
	var parts []string
	for _, o := range verdict.Outcomes {
		if n := s.Counts[o]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	if len(parts) == 0 {
		return "no results"
	}
	return strings.Join(parts, ", ")
}

// Red tells whether an outcome by itself makes a run end with an exit code other than 0.
func Red(o verdict.Outcome, strict, failOnSkip bool) bool {
	switch o {
	case verdict.HarnessError, verdict.Fail, verdict.UnexpectedPass, verdict.Unknown:
		return true
	case verdict.Weak:
		return strict
	case verdict.Skipped, verdict.NotMet:
		return failOnSkip
	default:
		return false
	}
}
