package sweep

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
	"github.com/pgfault/pgfault/harness/target"
)

// Workload is what is done again and again: a scenario without faults. Its steps are operations of the target, of which
// the first that fails is the last. Its truth says what is left when all of them succeed.
type Workload struct{ scenario.Scenario }

// family is the family of the built-in workloads.
const family = "sweep"

//go:embed workloads/*.yaml
var files embed.FS

// Workloads are those that are built in, by name.
func Workloads() ([]Workload, error) {
	entries, err := fs.ReadDir(files, "workloads")
	if err != nil {
		return nil, fmt.Errorf("read workloads: %w", err)
	}
	all := make([]Workload, 0, len(entries))
	for _, e := range entries {
		data, err := files.ReadFile(path.Join("workloads", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read workload %s: %w", e.Name(), err)
		}
		w, err := Read(data)
		if err != nil {
			return nil, fmt.Errorf("read workload %s: %w", e.Name(), err)
		}
		all = append(all, w)
	}
	return all, nil
}

// Read reads a workload from YAML: a scenario whose steps are all of the kind do.
func Read(data []byte) (Workload, error) {
	s, err := scenarioyaml.Unmarshal(data)
	if err != nil {
		return Workload{}, err
	}
	w := Workload{s}
	return w, w.check()
}

// Name is the workload's name: its ID, of which the family is left out where it is built in.
func (w Workload) Name() string { return strings.TrimPrefix(w.ID, family+"/") }

// check tells what of the scenario can't be swept.
func (w Workload) check() error {
	for i, step := range w.Steps {
		why := ""
		switch do := step.Do; {
		case do == nil:
			why = "a workload has only steps of the kind do: the faults are the sweep's"
		case do.Async, do.GivenUp != "", do.Op == target.OpCancel:
			why = "a workload is one operation after the other, and none that is given up"
		case do.Expect.MustFail():
			why = "a workload has nothing that must fail"
		case do.User != "" || do.Password != "":
			why = "a workload connects as the user that it is given"
		}
		if why != "" {
			return fmt.Errorf("sweep %s: step %d: %s", w.ID, i+1, why)
		}
	}
	g := w.Given
	if g.Own || g.Standby != "" || g.Certificate != "" || g.Disk != 0 || g.Pooler != "" {
		return fmt.Errorf("sweep %s: a workload is run on a database of the shared server, and given only SQL and params", w.ID)
	}
	if len(w.Truth) == 0 {
		return fmt.Errorf("sweep %s: a workload says in its truth what it leaves", w.ID)
	}
	return nil
}

// session is the session that the workload connects in its first step, where that is the only way in which it connects;
// else "". Such a session may be there before the faults are.
func (w Workload) session() string {
	for i, step := range w.Steps {
		if opens := step.Do.Op == target.OpConnect || step.Do.Op == target.OpPoolOpen; opens != (i == 0) || step.Do.Op == target.OpPoolOpen {
			return ""
		}
	}
	return w.Steps[0].Do.Session
}

// end is the step, from 1, that ends the transaction which a step is in; the step itself where it is in none.
func (w Workload) end(step int) int {
	session, open := w.Steps[step-1].Do.Session, false
	for i, s := range w.Steps {
		if s.Do.Session != session {
			continue
		}
		switch s.Do.Op {
		case target.OpBegin:
			open = true
		case target.OpCommit, target.OpRollback:
			if open && i+1 >= step {
				return i + 1
			}
			open = false
		}
		if i+1 == step && !open {
			return step
		}
	}
	return step
}

// withPoint gives the workload's scenario another ID, and from a step on another deadline, where that is not 0.
func (w Workload) withPoint(p Point) scenario.Scenario {
	s := w.Scenario
	s.ID = p.ID()
	if p.kind.waits {
		s.Steps = slices.Clone(s.Steps)
		for i := p.step - 1; i < len(s.Steps); i++ {
			do := *s.Steps[i].Do
			do.Timeout, do.Expect.Within = p.deadline, 0
			s.Steps[i].Do = &do
		}
	}
	return s
}
