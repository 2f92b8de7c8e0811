package wrap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// runPoint runs the program at a point, and again where it failed, and judges it.
func (w *Wrap) runPoint(ctx context.Context, p Point, tokens chan struct{}, out string) verdict.Result {
	began := time.Now()
	tokens <- struct{}{}
	c := verdict.Case{
		Scenario: scenario.Scenario{ID: p.ID()}, Target: target.Hello{Name: w.name}, Conns: -1, Unexpecting: true,
		Faults: []verdict.Injected{{Name: p.Fault, At: p.Words()}},
	}
	s := &seen{
		point: p, within: w.cfg.Within > 0, limit: w.limitAt(p).String(), once: w.cfg.Once, idle: w.initial.same(w.want, w.left), service: w.cfg.Service != nil, oneTransaction: w.clean.commits() == 1,
		hasMessages:  w.facts.Refused != nil && !w.facts.Refused.Hung && !hasTraceback(w.facts.Refused.output),
		refusesAgain: w.facts.Again != nil && !w.facts.Again.succeeded(),
	}
	if w.cfg.Service != nil {
		s.recovers = w.cfg.Service.Recover
	}
	f, _ := faultNamed(p.Fault)
	t, err := w.open(ctx, 0, f)
	var evidence engine.Evidence
	if err == nil {
		t.pause = func() (back func()) {
			<-tokens
			return func() { tokens <- struct{}{} }
		}
		err = w.meet(ctx, t, s, &c)
		if t.service != nil {
			s.said = t.service.out
		}
		evidence = engine.Evidence{Recording: t.rig.Conversation(), Transcript: t.rig.Stage().Transcript(), ServerLog: t.rig.ServerLog()}
	}
	<-tokens // the server drops the database, and this process only waits
	if t != nil {
		err = errors.Join(err, t.close(ctx))
	}
	if err != nil {
		c.Troubles = append(c.Troubles, verdict.Trouble{Text: oneLine(err.Error())})
	} else {
		c.Found = s.findings()
	}
	c.Duration = time.Since(began)
	c.Program = s.program()
	r := verdict.Judge(c)
	r.Point = p.mapped()
	if r.Outcome == verdict.Pass {
		r.Reason = s.ofTests(w.passes)
	}
	if r.Outcome == verdict.Pass && s.class() == Silent {
		r.Reason = p.Words() + ": it exited 0 and said nothing of it, and all is as it should be"
	}
	if out != "" && r.Outcome != verdict.Pass && ctx.Err() == nil {
		evidence.Log, evidence.Password = s.log(), t.password()
		engine.Keep(out, p.folder(), &r, evidence)
	}
	return r
}

// meet runs the program with its fault, and reruns it.
func (w *Wrap) meet(ctx context.Context, t *trial, s *seen, c *verdict.Case) error {
	a, err := arm(t.rig.Stage(), s.point, w.late, func() error { return t.endServer(ctx, s.point.Fault) })
	if err != nil {
		return fmt.Errorf("arm %s: %w", s.point.Name(), err)
	}
	mark := t.rig.Stage().Mark()
	watch := w.watchInvariants(ctx, t)
	t.enough, t.waits = a.enough, a.waits()
	e, err := t.run(ctx, w.limitAt(s.point))
	t.enough, t.waits = nil, nil
	if err != nil {
		return errors.Join(err, a.heal())
	}
	said := t.rig.Stage().Since(mark)
	c.Faults[0].Firings = a.fired()
	if err := a.heal(); err != nil {
		return fmt.Errorf("arm %s: %w", s.point.Name(), err)
	}
	st, err := w.after(ctx, t, e, watch, false)
	if err != nil {
		return err
	}
	s.steps = append(s.steps, st)
	if s.fired = len(c.Faults[0].Firings) > 0; !s.fired {
		c.Faults[0].NotMet, c.Faults[0].Unfired = true, "the program did not come to it this time"
		return nil
	}
	w.countTries(s, said, c.Faults[0].Firings[0].At)
	s.retried = s.point.Fault != "latency" && len(readConversation(said).statements) > len(w.clean.statements)
	s.quiet = strings.Count(e.output, "\n") == strings.Count(w.facts.output, "\n")
	again, times := t.run, w.cfg.Rerun
	if w.cfg.Service != nil {
		again, times = t.recovered, 1
	}
	for range times {
		if (w.cfg.Once || s.last().ending.succeeded()) && w.cfg.Service == nil {
			break
		}
		watch := w.watchInvariants(ctx, t)
		e, err := again(ctx, w.unhurried())
		if err != nil {
			return err
		}
		st, err := w.after(ctx, t, e, watch, true)
		if err != nil {
			return err
		}
		s.steps = append(s.steps, st)
	}
	return nil
}

// unhurriedTimes is how many times as long as else a run may take that nothing keeps: what is slow, since the machine has much to do,
// is not to be taken for what never ends.
const unhurriedTimes = 3

// unhurried is the limit of a run that nothing keeps.
func (w *Wrap) unhurried() time.Duration {
	if w.cfg.Within > 0 {
		return w.limit
	}
	return unhurriedTimes * w.limit
}

// limitAt is the limit of a run that meets a fault.
func (w *Wrap) limitAt(p Point) time.Duration {
	if f, _ := faultNamed(p.Fault); f.waits {
		return w.limit
	}
	return w.unhurried()
}

// after reads what a run has left, when nothing of it is there any more.
func (w *Wrap) after(ctx context.Context, t *trial, e Ending, watch *invariants, again bool) (st step, err error) {
	st.ending = e
	if st.leaks, err = t.settle(ctx, again); err != nil {
		return st, err
	}
	if st.broken, err = watch.end(ctx); err != nil {
		return st, err
	}
	got, err := t.state(ctx, false)
	if err != nil {
		return st, err
	}
	st.relation = w.relation(got)
	st.left = w.leaves(got, again && !t.crashed)
	if st.relation != AsClean && (st.relation != AsInitial || e.succeeded()) { // what has left nothing differs in all
		st.differs, err = w.differences(ctx, t, got)
		st.partly = w.partly(st.differs)
	}
	return st, err
}

// leaves are in words what is left in a state, and not by a run without a fault, that nobody ends: transactions that were prepared,
// and the temporary tables in the sessions of a service that has recovered. (Those of a program end with its sessions; of a server
// that has crashed they are its own to remove.)
func (w *Wrap) leaves(got *state, recovered bool) (left []string) {
	for _, gid := range got.prepared {
		if !slices.Contains(w.want.prepared, gid) {
			left = append(left, fmt.Sprintf("the prepared transaction %q was left, with its locks", gid))
		}
	}
	if more := len(got.temporary) - len(w.want.temporary); w.cfg.Service != nil && recovered && more > 0 {
		left = append(left, fmt.Sprintf("%s more than without a fault %s left in its sessions: %s",
			count(more, "temporary table"), areIs(more), strings.Join(got.temporary, ", ")))
	}
	return left
}

// relation is how a state stands to those of the runs without a fault.
func (w *Wrap) relation(got *state) Relation {
	switch {
	case w.want.same(got, w.left) && len(got.lagging(w.want, w.left)) == 0:
		return AsClean
	case w.initial.same(got, w.left):
		return AsInitial
	case w.twice != nil && !w.twice.same(w.want, w.left) && w.twice.same(got, w.left):
		return AsTwice
	}
	return Other
}

// differences are how each table differs from what a run without a fault leaves.
func (w *Wrap) differences(ctx context.Context, t *trial, got *state) ([]Difference, error) {
	var all []Difference
	for _, name := range w.want.differing(got, w.left) {
		rows, err := t.rowsOf(ctx, got, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		d := difference(name, w.rows[name], rows)
		if len(w.cfg.Truth) > 0 {
			d.Table = truthName // of which there is nothing else
		}
		d.Again = w.twice != nil && !w.twice.sameRows(w.want, name) && w.twice.sameRows(got, name)
		all = append(all, d)
	}
	for _, name := range got.lagging(w.want, w.left) {
		of := strings.TrimPrefix(name, sequenceName)
		all = append(all, Difference{Table: name, Missing: 1, Rows: []string{"- " + w.want.sequences[of].String(), "+ " + got.sequences[of].String()}})
	}
	return all, nil
}

// partly tells whether some of the program's work was done, and some was not.
func (w *Wrap) partly(differs []Difference) bool {
	missing, done := 0, 0
	for name, work := range w.work {
		left := 0
		for _, d := range differs {
			if d.Table == strings.TrimPrefix(name, "public.") {
				left = min(work, d.changes())
			}
		}
		missing, done = missing+left, done+work-left
	}
	return missing > 0 && done > 0
}

// quickly is how short a pause between two tries is that is none.
const quickly = 20 * time.Millisecond

// countTries counts how often the program asked again for what the server had refused.
func (w *Wrap) countTries(s *seen, said []wire.Message, fired time.Time) {
	if !isErrorName(s.point.Fault) {
		return
	}
	text := ""
	if s.point.at.kind != KindConnect {
		text = matchable(s.point.at.text)
	}
	var at []time.Time
	for _, m := range said {
		if m.At.After(fired) && asksFor(m, text) {
			at = append(at, m.At)
		}
	}
	s.tries = len(at)
	if len(at) > 1 {
		s.quick = at[len(at)-1].Sub(at[0])/time.Duration(len(at)-1) < quickly
	}
}

func isErrorName(name string) bool { return name == "error" || name == "refuse" }

// asksFor tells whether a message asks for a statement that begins so; for a connection where the text is empty.
func asksFor(m wire.Message, text string) bool {
	if m.Direction != wire.Upstream || m.Event != "" {
		return false
	}
	if text == "" {
		return m.Type == "StartupMessage"
	}
	return (m.Type == "Query" || m.Type == "Parse") && strings.Contains(m.Summary, text)
}

// class is the gravest class, for the map of points and faults.
func (s *seen) class() Class {
	best := Good
	if len(s.steps) > 0 && s.fired && s.steps[0].ending.succeeded() && s.retried && s.quiet {
		best = Silent
	}
	for _, f := range s.judge() {
		for _, c := range Classes {
			if c == f.class {
				best = c
				break
			}
			if c == best {
				break
			}
		}
	}
	return best
}

// log is all that the program wrote, for the evidence.
func (s *seen) log() string {
	var b strings.Builder
	if s.said != nil {
		text, _ := s.said.text()
		fmt.Fprintf(&b, "== the service ==\n%s\n", text)
	}
	for i, st := range s.steps {
		head := "run with the fault"
		if i > 0 {
			head = "run again when the fault was over"
		}
		fmt.Fprintf(&b, "== %s: %s ==\n%s\n", head, st.ending, st.ending.output)
		for _, d := range st.differs {
			fmt.Fprintf(&b, "== %s ==\n%s\n", d.String(), strings.Join(d.Rows, "\n"))
		}
	}
	return b.String()
}

// password is the password that no evidence may hold.
func (t *trial) password() string {
	if t == nil {
		return ""
	}
	return t.to.password
}
