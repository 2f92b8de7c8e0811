package wrap

import (
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/verdict"
)

// Relation is how a state stands to those of the runs without a fault.
type Relation string

// The relations.
const (
	AsClean   Relation = "as_clean"   // it is that of a run without a fault
	AsInitial Relation = "as_initial" // it is that before the program has run
	AsTwice   Relation = "as_twice"   // it is that of two runs
	Other     Relation = "other"      // it is none of these
)

// step is a run of the program, and what the database held when it was over.
type step struct {
	ending   Ending
	relation Relation
	differs  []Difference
	leaks    []verdict.Leak
	broken   []string // the invariants that did not hold
	left     []string // what else was left that nobody ends, in words
	partly   bool     // some of the work was done, and some was not
}

// seen is all that is known of a point that was run: what is judged.
type seen struct {
	point Point
	fired bool
	// steps are the run that met the fault, and the reruns when it was over.
	steps []step
	// tries is how often the program asked for the same again after the server had refused it, and quick says that it made no pause.
	tries int
	quick bool
	// retried says that it did more than without a fault, and quiet that it says the same.
	retried, quiet bool
	// hasMessages says that it has a message, and no traceback, where a connection is refused.
	hasMessages bool
	within      bool // a limit was given
	limit       string
	said        *output       // what the service has written; nil where there is none
	recovers    time.Duration // how long a service may take to recover
	// refusesAgain says that it refuses to be run again also after a success.
	refusesAgain bool
	once         bool
	// service says that what was run is the load of a service, and oneTransaction that all the work is one transaction without a fault.
	service, oneTransaction bool
	// idle says that a run without a fault leaves what it has found.
	idle bool
}

// last is the last run.
func (s *seen) last() step { return s.steps[len(s.steps)-1] }

// crashed tells whether a run of it ended in a crash, and in what words.
func (s *seen) crashed(e Ending) string {
	switch {
	case e.Signal != "":
		return "it was ended by the signal " + e.Signal
	case s.hasMessages && hasTraceback(e.output):
		return "it ended with a traceback, where it has a message elsewhere: " + e.Said
	}
	return ""
}

// tracebacks are what a program writes in the place of a message.
var tracebacks = []string{"Traceback (most recent call last)", "panic: ", "fatal error: ", "goroutine 1 [", "Segmentation fault", "Exception in thread"}

func hasTraceback(output string) bool {
	for _, t := range tracebacks {
		if strings.Contains(output, t) {
			return true
		}
	}
	return false
}

// ofTests says, of a suite, what became of the test that met the fault, and which others failed that pass without one; empty where
// nothing is to be said.
func (s *seen) ofTests(passes []string) string {
	if len(s.steps) == 0 || s.steps[0].ending.tests == nil || !s.fired {
		return ""
	}
	own, tests := s.point.at.test, s.steps[0].ending.tests
	of := func(name string) bool {
		return own != "" && (name == own || strings.HasPrefix(name, own+"/") || strings.HasPrefix(own, name+"/"))
	}
	met, others := "went on", []string(nil)
	for _, name := range tests.of("fail") {
		switch {
		case of(name):
			met = "failed"
		case slices.Contains(passes, name):
			others = append(others, name)
		}
	}
	if len(tests.tests) == 0 || own == "" && len(others) == 0 {
		return ""
	}
	text := s.point.Words() + ": "
	if own != "" {
		text += "it " + met
	}
	switch {
	case len(others) > 0 && tests.rough:
		text += "; " + named(others) + " failed" // which of them met it is not known for sure
	case len(others) > 0:
		text += "; " + named(others) + " failed too, which had not met it"
	}
	return strings.Replace(text, ": ; ", ": ", 1)
}
