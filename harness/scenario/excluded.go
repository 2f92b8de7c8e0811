package scenario

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// Excluded says which of a target's traits keeps it from what the scenario is about; empty where none does.
func (s Scenario) Excluded(t target.Traits) string {
	for _, excludes := range []func(Scenario, target.Traits) string{
		excludedByDSN, excludedByCancel, excludedByCopy, excludedByCaller, excludedByBegin, excludedByPrepare, excludedByPool,
		excludedByAcquire, excludedByDeadline,
	} {
		if why := excludes(s, t); why != "" {
			return why
		}
	}
	return ""
}

// fields are the parameters that every target understands.
var fields = []string{"host", "port", "user", "password", "dbname"}

func excludedByDSN(s Scenario, t target.Traits) string {
	if wrong := s.Given.Certificate; wrong != "" && wrong != "trusted" && !t.Understands("sslmode") {
		return "trait dsn: it does not understand sslmode, by which a certificate is verified"
	}
	for name, value := range s.Given.Params {
		if !slices.Contains(fields, name) && !t.Understands(name) {
			return fmt.Sprintf("trait dsn: it does not understand %s", name)
		}
		if name == "host" && strings.Contains(value, ",") && !t.Understands("hosts") {
			return "trait dsn: it takes one host only (hosts)"
		}
	}
	if (s.Given.Standby == "first" || s.Given.Standby == "second") && !t.Understands("hosts") {
		return "trait dsn: it takes one host only (hosts)"
	}
	return ""
}

// excludedByCancel looks for cancels of what can't be cancelled.
func excludedByCancel(s Scenario, t target.Traits) string {
	running := map[string]target.Op{}
	for _, step := range s.Steps {
		do := step.Do
		switch {
		case do == nil:
		case do.Async:
			running[do.Session] = do.Op
		case do.Op == target.OpCancel && t.Cancel == target.CancelNone:
			return "trait cancel: it cancels nothing"
		case do.Op == target.OpCancel && t.Cancel == target.CancelRunning:
			if op := running[do.Session]; op == target.OpConnect || op == target.OpPoolAcquire {
				return fmt.Sprintf("trait cancel: it cancels what runs on the server, and no %s", op)
			}
		}
	}
	return ""
}

// excludedByCopy looks for copies outside of a transaction.
func excludedByCopy(s Scenario, t target.Traits) string {
	if t.Copy != target.CopyInTx {
		return ""
	}
	inTx := map[string]bool{}
	for _, step := range s.Steps {
		if step.Do == nil {
			continue
		}
		switch step.Do.Op {
		case target.OpBegin:
			inTx[step.Do.Session] = true
		case target.OpCommit, target.OpRollback:
			inTx[step.Do.Session] = false
		case target.OpCopyIn, target.OpCopyOut:
			if !inTx[step.Do.Session] {
				return "trait copy: it copies in a transaction only"
			}
		}
	}
	return ""
}

func excludedByCaller(s Scenario, t target.Traits) string {
	for _, step := range s.Steps {
		if step.Do != nil && step.Do.GivenUp != "" && !t.Takes(step.Do.Op) {
			return fmt.Sprintf("trait given_up: its %s does not take a caller who has given up", step.Do.Op)
		}
	}
	return ""
}

// excludedByBegin looks for a begin that has to find something out, which it can only where it asks the server.
func excludedByBegin(s Scenario, t target.Traits) string {
	if t.Begin != target.BeginLazy {
		return ""
	}
	for _, step := range s.Steps {
		if step.Do != nil && step.Do.Op == target.OpBegin && step.Do.Expect.MustFail() && !step.Do.Expect.OrSucceeds {
			return "trait begin: its begin is lazy, and asks nothing"
		}
	}
	return ""
}

// excludedByPrepare looks for a prepare that has to find something out, which it can only where it asks the server.
func excludedByPrepare(s Scenario, t target.Traits) string {
	if t.Prepare != target.PrepareLazy && t.Prepare != target.PrepareEmulated {
		return ""
	}
	for _, step := range s.Steps {
		if step.Do != nil && step.Do.Op == target.OpPrepare && step.Do.Expect.MustFail() {
			return fmt.Sprintf("trait prepare: its prepare is %s, and asks nothing", t.Prepare)
		}
	}
	return ""
}

// excludedByPool looks for a pool whose first connection has to be made while a fault is there: one that connects when it is
// opened has it by then.
func excludedByPool(s Scenario, t target.Traits) string {
	if t.Pool != target.PoolEager {
		return ""
	}
	opened, faulty := false, false
	for _, step := range s.Steps {
		switch {
		case step.Heal:
			faulty = false
		case step.Inject != nil:
			faulty = opened
		case step.Do != nil && step.Do.Op == target.OpPoolOpen:
			opened = true
		case step.Do != nil && step.Do.Op == target.OpPoolAcquire:
			if faulty && step.Do.Expect.MustFail() && !step.Do.Expect.OrSucceeds {
				return "trait pool: it is eager, and connects when it is opened"
			}
			opened = false // and its connection is made
		}
	}
	return ""
}

// excludedByAcquire looks for who has to wait for a connection, since all that the pool may have are taken.
func excludedByAcquire(s Scenario, t target.Traits) string {
	if t.Acquire != target.AcquireFails {
		return ""
	}
	taken, most := map[string]int{}, map[string]int{}
	for _, step := range s.Steps {
		do := step.Do
		switch {
		case do == nil:
		case do.Op == target.OpPoolOpen:
			taken[do.Pool], most[do.Pool] = 0, do.Max
		case do.Op == target.OpPoolRelease:
			taken[do.Pool]--
		case do.Op == target.OpPoolAcquire && most[do.Pool] > 0 && taken[do.Pool] >= most[do.Pool]:
			return "trait acquire: its pool fails at once where it has no connection left"
		case do.Op == target.OpPoolAcquire && !do.Expect.MustFail():
			taken[do.Pool]++
		}
	}
	return ""
}

// excludedByDeadline looks for what happens between the deadline of a call and the one that it is rounded up to: then another
// thing comes first.
func excludedByDeadline(s Scenario, t target.Traits) string {
	times := s.times()
	if t.Deadline == target.DeadlineConnection && s.takesLongerThanAnother(times) {
		return "trait deadline: all calls of a connection have one, and one of them takes longer than another may"
	}
	for _, step := range s.Steps {
		if step.Do == nil {
			continue
		}
		asked := step.Do.Deadline()
		rounded, promised := t.Promised(step.Do.Op, asked)
		if !promised || rounded == asked {
			continue
		}
		if slices.ContainsFunc(times, func(d time.Duration) bool { return asked < d && d <= rounded }) {
			return fmt.Sprintf("trait deadline_granularity_ms: a deadline of %s would be one of %s, and something comes between", asked, rounded)
		}
	}
	return ""
}

// takesLongerThanAnother tells whether a call that is to succeed may take longer than the shortest deadline of its connection: it
// takes so long at least, or something of the scenario lasts so long that its own deadline covers.
func (s Scenario) takesLongerThanAnother(times []time.Duration) bool {
	pools := map[string]string{}
	for _, step := range s.Steps {
		do := step.Do
		if do == nil {
			continue
		}
		opened := target.Request{Op: target.OpConnect, Session: do.Session}
		if do.Op == target.OpPoolAcquire {
			pools[do.Session] = do.Pool
			continue
		}
		if pool := pools[do.Session]; pool != "" {
			opened = target.Request{Op: target.OpPoolOpen, Pool: pool}
		}
		shortest, own := s.CallTimeout(opened), do.Deadline()
		covered := own > shortest && slices.ContainsFunc(times, func(d time.Duration) bool { return shortest <= d && d < own })
		if pools[do.Session] == "" {
			covered = false // its answer alone is waited for
		}
		if !do.Expect.MustFail() && (do.Expect.AtLeast > shortest || covered) {
			return true
		}
	}
	return false
}

// sleeps finds how long statements sleep, and limits of the server's in milliseconds or with a unit.
var (
	sleeps = regexp.MustCompile(`(?i)pg_sleep\(\s*([0-9.]+)\s*\)`)
	limits = regexp.MustCompile(`(?i)_timeout\s*(?:=|TO)\s*'?([0-9]+)\s*(ms|s|min)?`)
)

// times are the durations that decide what happens in a scenario: of its statements and of its faults.
func (s Scenario) times() []time.Duration {
	texts := slices.Clone(s.Given.SQL)
	var out []time.Duration
	for _, step := range s.Steps {
		switch {
		case step.Do != nil:
			texts = append(texts, step.Do.SQL)
		case step.Rig != nil:
			texts = append(texts, step.Rig.SQL)
		case step.Inject != nil:
			v := reflect.ValueOf(step.Inject)
			for i := range v.NumField() {
				if d, ok := v.Field(i).Interface().(time.Duration); ok && d > 0 {
					out = append(out, d)
				}
			}
		}
	}
	for _, text := range texts {
		for _, m := range sleeps.FindAllStringSubmatch(text, -1) {
			if seconds, err := strconv.ParseFloat(m[1], 64); err == nil {
				out = append(out, time.Duration(seconds*float64(time.Second)))
			}
		}
		for _, m := range limits.FindAllStringSubmatch(text, -1) {
			unit := time.Millisecond
			switch m[2] {
			case "s":
				unit = time.Second
			case "min":
				unit = time.Minute
			}
			if n, err := strconv.Atoi(m[1]); err == nil {
				out = append(out, time.Duration(n)*unit)
			}
		}
	}
	return out
}
