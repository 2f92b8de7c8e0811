package wrap

import "github.com/pgfault/pgfault/harness/verdict"

// Class is what a user suffers of a program that met a fault.
type Class string

// The classes, the gravest first.
const (
	WrongSuccess Class = "wrong_success" // it says that it succeeded, and the data is not that of a run without a fault
	DoneTwice    Class = "done_twice"    // its work, or some of it, was done twice
	HalfDone     Class = "half_done"     // some of its work was done, and no rerun completes it
	Wedged       Class = "wedged"        // the rerun refuses, and a person must act
	Crashes      Class = "crashes"       // a signal or a panic ends it, or a traceback where it has a message elsewhere
	Leaks        Class = "leaks"         // backends, prepared transactions, temporary tables or processes are left
	RetriesBadly Class = "retries_badly" // it tries again after a definite answer, without a pause or without a bound
	Hangs        Class = "hangs"         // it does not end
	Ambiguous    Class = "ambiguous"     // it says that it failed, and its work was done
	Silent       Class = "silent"        // something failed and was made good, and nothing is said of it
	Good         Class = "good"
)

// Classes are all of them, the gravest first.
var Classes = []Class{WrongSuccess, DoneTwice, HalfDone, Wedged, Crashes, Leaks, RetriesBadly, Hangs, Ambiguous, Silent, Good}

// outcome is what a class is worth by itself. A program that hangs is red where it was said within which time it has to end.
func (c Class) outcome(withinGiven bool) verdict.Outcome {
	switch c {
	case Good, Silent:
		return verdict.Pass
	case Ambiguous:
		return verdict.Weak
	case Hangs:
		if withinGiven {
			return verdict.Fail
		}
		return verdict.Weak
	}
	return verdict.Fail
}

// Short is the class in a word, for a map.
func (c Class) Short() string {
	switch c {
	case WrongSuccess:
		return "wrong"
	case DoneTwice:
		return "twice"
	case HalfDone:
		return "half"
	case RetriesBadly:
		return "retries"
	case Ambiguous:
		return "unsure"
	case Good:
		return "ok"
	}
	return string(c)
}
