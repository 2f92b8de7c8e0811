package scenario

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// idForm is family/name, each in lower case, its words joined by hyphens.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`)

// Validate tells what is wrong with the scenario's form: a *Problem for each, joined; nil where there is none. It
// does not tell whether the scenario makes sense.
func (s Scenario) Validate() error {
	v := &validator{id: s.ID, known: map[string]bool{}, connected: map[string]bool{}, pools: map[string]bool{}}
	if !idForm.MatchString(s.ID) {
		v.add("the id must be family/name in lower case with hyphens")
	}
	if s.Title == "" || strings.ContainsAny(s.Title, "\n\r") {
		v.add("the title must be one line")
	}
	for _, c := range s.Given.Needs {
		if !slices.Contains(target.Capabilities, c) {
			v.add("unknown capability %q", c)
		}
	}
	v.standby = s.Given.Standby != ""
	v.both = v.standby && s.Given.Standby != "only"
	v.given(s.Given)
	if s.Bounds.Connections < 0 || s.Bounds.Connects < 0 {
		v.add("a bound can't be negative")
	}
	for i, step := range s.Steps {
		v.at = i + 1
		v.step(step)
	}
	v.at = 0
	if !v.asked {
		v.add("no step asks the target to do anything")
	}
	for i, t := range s.Truth {
		if t.Name == "" || t.SQL == "" {
			v.problems = append(v.problems, &Problem{ID: s.ID, Truth: i + 1, Text: "needs a name and SQL"})
		}
	}
	return errors.Join(v.problems...)
}

// validator goes through a scenario's steps and remembers what stands at each.
type validator struct {
	id        string
	at        int             // the step, from 1; 0 outside of them
	known     map[string]bool // sessions that were connected at some time
	connected map[string]bool // sessions that are connected now
	pools     map[string]bool
	standby   bool
	both      bool // the DSN leads to the server and its standby
	injected  bool
	asked     bool
	problems  []error
}

func (v *validator) add(format string, args ...any) {
	v.problems = append(v.problems, &Problem{ID: v.id, Step: v.at, Text: fmt.Sprintf(format, args...)})
}

func (v *validator) step(s Step) {
	kinds := 0
	for _, set := range []bool{s.Do != nil, s.Inject != nil, s.Heal, s.Await, s.Rig != nil} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		v.add("exactly one of Do, Inject, Heal, Await and Rig must be set, not %d", kinds)
		return
	}
	if s.Standby && (s.Inject == nil || !v.both) {
		v.add("Standby is of an Inject, where Given.Standby is first or second")
	}
	switch {
	case s.Do != nil:
		v.asked = true
		v.do(*s.Do)
	case s.Inject != nil:
		v.injected = true
	case s.Heal:
		if !v.injected {
			v.add("heals before anything was injected")
		}
	case s.Await:
		if !v.injected {
			v.add("awaits faults before anything was injected")
		}
	case s.Rig != nil:
		v.rig(*s.Rig)
	}
}

func (v *validator) rig(r Rig) {
	if r.SQL == "" && r.Until == "" {
		v.add("a rig step needs SQL or Until")
	}
	if r.SQL != "" && r.Session == "" {
		v.add("a rig step with SQL needs a session")
	}
	if r.Async && r.SQL == "" {
		v.add("a rig step without SQL can't be async")
	}
	if r.Standby && !v.standby {
		v.add("a rig step for the standby needs Given.Standby")
	}
}
