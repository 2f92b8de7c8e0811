package wrap

import (
	"fmt"
	"strings"

	"github.com/pgfault/pgfault/harness/verdict"
)

// found is a class, with its sentence.
type found struct {
	class Class
	text  string
	// by is what of several mistakes of the class it is, for its cause.
	by string
}

// judge says what a user suffers, all of it; nothing where that is nothing.
func (s *seen) judge() []found {
	var all []found
	add := func(c Class, by, format string, args ...any) {
		all = append(all, found{c, fmt.Sprintf(format, args...), by})
	}
	if len(s.steps) == 0 {
		return nil // something of ours went wrong before
	}
	first := s.steps[0]
	for i, st := range s.steps {
		when := ""
		if i > 0 {
			when = "run again, "
		}
		if why := s.crashed(st.ending); why != "" {
			add(Crashes, "", "%s%s", when, why)
		}
		if len(st.leaks) > 0 {
			add(Leaks, "backend", "%s%s of it %s left when it was gone: %s", when, count(len(st.leaks), "session"), areIs(len(st.leaks)), st.leaks[0].Query)
		}
		if st.ending.Strays > 0 {
			add(Leaks, "process", "%s%s of it %s left when it was gone", when, count(st.ending.Strays, "process"), areIs(st.ending.Strays))
		}
		if len(st.left) > 0 && len(st.leaks) == 0 {
			add(Leaks, "object", "%s%s", when, st.left[0])
		}
		if st.ending.Died != "" {
			add(Crashes, "service", "%sthe service ended: %s", when, st.ending.Died)
		}
		if len(st.broken) > 0 {
			add(HalfDone, "invariant", "%sthe invariant does not hold: %s", when, st.broken[0])
		}
	}
	switch {
	case s.tries > triesAllowed && first.ending.Hung:
		add(RetriesBadly, "bound", "it asked %d times for what the server had refused, and did not end", s.tries)
	case s.tries > triesAllowed && s.quick:
		add(RetriesBadly, "pause", "it asked %d times for what the server had refused, without a pause", s.tries)
	case first.ending.Hung:
		add(Hangs, "", "it did not end within %s; %s", s.limit, endedBy(first.ending))
	}
	return append(all, s.judgeData()...)
}

// triesAllowed is how often may be asked for what was refused, without it being held against a program.
const triesAllowed = 10

func endedBy(e Ending) string {
	if e.EndedBy == "SIGKILL" {
		return "neither SIGINT nor SIGTERM ended it, and SIGKILL did"
	}
	return e.EndedBy + " ended it"
}

// judgeData holds what the program said against what the database holds.
func (s *seen) judgeData() []found {
	first, last := s.steps[0], s.last()
	again := len(s.steps) > 1
	if s.service {
		return s.judgeService(first, last)
	}
	if s.oneTransaction && first.partly && !first.ending.succeeded() && (!again || last.ending.succeeded() && last.relation == AsClean) {
		what := "what is one transaction without a fault was half done"
		if again {
			what += ", until it was run again"
		}
		return []found{{HalfDone, fmt.Sprintf("it failed (%s), and %s: %s", said(first.ending), what, first.differs[0]), "transaction"}}
	}
	switch {
	case first.ending.succeeded():
		if first.relation == AsClean {
			return nil
		}
		return []found{s.success(first, "it exited 0, and ")}
	case !again:
		return s.failedOnce(first)
	case last.ending.Hung:
		return []found{{Wedged, "run again when the fault was over, it did not end; " + endedBy(last.ending), "hangs"}}
	case !last.ending.succeeded():
		return s.refuses(first, last)
	case last.relation != AsClean:
		return []found{s.success(last, "run again it exited 0, and ")}
	case first.ending.tests != nil: // a test that fails where it meets a fault is as it should be
	case first.relation == AsClean && !first.ending.Hung && !s.idle:
		return []found{{Ambiguous, fmt.Sprintf("it failed (%s), and its work was done; run again it changes nothing", said(first.ending)), "converges"}}
	}
	return nil
}

// judgeService holds what the load of a service was told against what the database holds, and tells whether the service recovered.
func (s *seen) judgeService(first, last step) []found {
	var all []found
	switch {
	case first.ending.succeeded() && first.relation != AsClean:
		all = append(all, s.success(first, "the load was told that all went well, and "))
	case !first.ending.succeeded() && first.relation == AsClean && !s.idle:
		all = append(all, found{Ambiguous, fmt.Sprintf("the load failed (%s), and its work was done", said(first.ending)), "service"})
	case !first.ending.succeeded() && s.oneTransaction && first.partly:
		all = append(all, found{HalfDone, fmt.Sprintf("the load failed (%s), and what is one transaction without a fault was half done: %s", said(first.ending), first.differs[0]), "transaction"})
	}
	if len(s.steps) > 1 && !last.ending.succeeded() {
		all = append(all, found{Wedged, fmt.Sprintf("when the fault was over, it did not recover within %s (%s): it must be started again", s.recovers, said(last.ending)), "service"})
	}
	return all
}

// success is what is wrong with data of which the program said that all went well.
func (s *seen) success(st step, intro string) found {
	what := "the data is not that of a clean run"
	extra, missing, doubled, twice := 0, 0, 0, false
	again := st.relation == AsTwice
	for i, d := range st.differs {
		extra, missing, doubled = extra+d.Extra, missing+d.Missing, doubled+d.Doubled
		again = again || d.Again
		if proves := d.Again || d.Doubled > 0; i == 0 || proves && !twice { // what is twice is shown, and not what is missing beside it
			what, twice = d.String(), proves
		}
	}
	switch {
	case again, doubled > 0 && missing == 0:
		return found{DoneTwice, intro + "its work was done twice: " + what, "success"}
	case missing > 0 && extra == 0:
		if len(s.steps) > 1 && !s.service {
			return found{HalfDone, intro + "the rest of its work was never done: " + what, "success"}
		}
		return found{WrongSuccess, intro + "its work is not done: " + what, "missing"}
	case doubled > 0:
		return found{DoneTwice, intro + "some of its work was done twice: " + what, "success"}
	}
	return found{WrongSuccess, intro + "the data is not that of a clean run: " + what, "differs"}
}

// failedOnce judges a program that failed, and is not run again.
func (s *seen) failedOnce(first step) []found {
	switch {
	case first.ending.Hung && first.relation != Other, first.relation == AsInitial, first.relation == AsClean && s.idle:
		return nil
	case first.relation == AsClean:
		return []found{{Ambiguous, fmt.Sprintf("it failed (%s), and its work was done", said(first.ending)), "once"}}
	}
	what := ""
	if len(first.differs) > 0 {
		what = ": " + first.differs[0].String()
	}
	if s.once {
		return []found{{HalfDone, fmt.Sprintf("it failed (%s) when some of its work was done, and must not be run again%s", said(first.ending), what), "once"}}
	}
	return nil
}

// refuses judges a program that failed, and fails again when the fault is over.
func (s *seen) refuses(first, last step) []found {
	if last.relation == AsClean && s.refusesAgain {
		switch {
		case first.ending.Hung:
			return nil // it refuses, as after a success
		case first.relation != AsClean:
			return []found{{Ambiguous, fmt.Sprintf("it failed (%s); run again it makes all good, and refuses, as it does after a success: %s", said(first.ending), last.ending.Said), "completes"}}
		}
		return []found{{Ambiguous, fmt.Sprintf("it failed (%s), and its work was done; run again it refuses, as it does after a success: %s", said(first.ending), last.ending.Said), "refuses"}}
	}
	var all []found
	if f := s.success(last, fmt.Sprintf("run again it failed (%s), and ", said(last.ending))); last.relation != AsClean && f.class == DoneTwice {
		all = append(all, f)
	}
	how := map[Relation]string{
		AsClean: "all of its work was done", AsInitial: "nothing of its work was done", Other: "some of its work was done", AsTwice: "its work was done twice",
	}[last.relation]
	return append(all, found{Wedged, fmt.Sprintf("%s, and run again when the fault was over it refuses (%s): a person must act", how, said(last.ending)), "refuses"})
}

// said is how a program ended, with its last words.
func said(e Ending) string {
	if e.Said == "" {
		return e.String()
	}
	return e.String() + ": " + e.Said
}

// findings are what was found as the judge's findings, with what happened in words.
func (s *seen) findings() []verdict.Finding {
	var all []verdict.Finding
	for _, f := range s.judge() {
		all = append(all, verdict.Finding{
			Outcome: f.class.outcome(s.within), Question: verdict.Safety, Rule: string(f.class), Cause: s.cause(f),
			Text: fmt.Sprintf("%s: %s", s.point.Words(), f.text),
		})
	}
	return all
}

// cause is the same for the same mistake: the class, what of it, and how far the program had come.
func (s *seen) cause(f found) string {
	parts := []string{"wrap", string(f.class)}
	for _, p := range []string{f.by, s.phase(f.class)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "/")
}

// phase says in a word how far the program had come, as far as it matters for a class.
func (s *seen) phase(c Class) string {
	connecting := s.point.at.kind == KindConnect
	switch {
	case connecting:
		return "connect"
	case c == Hangs, c == RetriesBadly:
		return "statement"
	case s.point.Place == Reply && s.point.at.commits():
		return "reply-of-commit"
	}
	return "midway"
}

func count(n int, of string) string {
	switch {
	case n == 1:
		return "1 " + of
	case strings.HasSuffix(of, "s"):
		return fmt.Sprintf("%d %ses", n, of)
	}
	return fmt.Sprintf("%d %ss", n, of)
}

func areIs(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
