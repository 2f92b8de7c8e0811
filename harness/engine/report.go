package engine

import (
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// Report is what a run found.
type Report struct {
	// Results are in the order of the scenarios, and of their repetitions.
	Results []verdict.Result
	// Target is what the target said of itself.
	Target target.Hello
	// Counts is how many results have each outcome.
	Counts map[verdict.Outcome]int
	// Interrupted is set where the run was ended before all was run.
	Interrupted bool
}

// The exit codes of a run.
const (
	exitMatch       = 0
	exitMismatch    = 1
	exitUndecided   = 2
	exitHarness     = 3
	exitNothing     = 5
	exitInterrupted = 130
)

// ExitCode is the exit code of the run. strict makes weak results red, failOnSkip skipped ones.
func (r Report) ExitCode(strict, failOnSkip bool) int {
	switch {
	case r.Interrupted:
		return exitInterrupted
	case len(r.Results) == 0:
		return exitNothing
	case r.Counts[verdict.HarnessError] > 0:
		return exitHarness
	case r.Counts[verdict.Fail]+r.Counts[verdict.UnexpectedPass] > 0,
		strict && r.Counts[verdict.Weak] > 0,
		failOnSkip && r.Counts[verdict.Skipped]+r.Counts[verdict.NotMet] > 0:
		return exitMismatch
	case r.Counts[verdict.Unknown] > 0:
		return exitUndecided
	}
	return exitMatch
}

// red tells whether an outcome ends a run that is repeated until it fails.
func red(o verdict.Outcome) bool {
	switch o {
	case verdict.HarnessError, verdict.Fail, verdict.UnexpectedPass, verdict.Unknown:
		return true
	}
	return false
}
