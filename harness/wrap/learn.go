package wrap

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// The limits of runs without a fault, where the user sets none, and of those with one.
const (
	cleanLimit = 10 * time.Minute
	leastLimit = 2 * time.Second
	limitTimes = 10 // of the longest run without a fault
)

// latest is how late an answer is at most that is late, and that nothing else is known of.
const latest = 2 * time.Second

// learntKept is how many messages are kept of a conversation that is learnt: also one that copies a million rows is to be known
// from its beginning.
const learntKept = 4 << 20

// learn runs the program without a fault.
func (w *Wrap) learn(ctx context.Context) (err error) {
	w.left = leftOut{}
	var kept []*trial
	defer func() {
		for _, t := range kept {
			err = errors.Join(err, t.close(ctx))
		}
	}()
	var states []*state
	for i := range w.cfg.Clean {
		t, s, err := w.cleanRun(ctx, i == 0)
		if t != nil {
			kept = append(kept, t)
		}
		if err != nil {
			return err
		}
		states = append(states, s)
	}
	for _, s := range states[1:] {
		w.left.learn(states[0], s)
	}
	if err := w.compare(ctx, kept); err != nil {
		return err
	}
	w.facts.Runs, w.facts.LeftOut = w.cfg.Clean, w.left.String()
	w.setLimits()
	if !w.cfg.Once {
		if err := w.runTwice(ctx, kept[len(kept)-1]); err != nil {
			return err
		}
	}
	if w.cfg.Command.TLS {
		return nil // nobody can refuse it in the server's place
	}
	return w.refused(ctx)
}

// setLimits sets how long a run may take.
func (w *Wrap) setLimits() {
	w.limit = w.cfg.Within
	if w.limit == 0 {
		w.limit = max(leastLimit, limitTimes*w.facts.Took).Round(100 * time.Millisecond)
	}
	w.late = min(w.limit/2, latest)
}

// cleanRun runs the program once without a fault, and reads what it leaves.
func (w *Wrap) cleanRun(ctx context.Context, first bool) (_ *trial, _ *state, err error) {
	t, err := w.open(ctx, learntKept, faultKind{})
	if err != nil {
		return nil, nil, err
	}
	limit := cleanLimit
	if w.cfg.Within > 0 {
		limit = w.cfg.Within
	}
	began := time.Now()
	e, err := t.run(ctx, limit)
	if err != nil {
		return t, nil, err
	}
	if w.cfg.Service != nil {
		w.facts.ready = max(w.facts.ready, time.Since(began)-time.Duration(e.TookMS*float64(time.Millisecond)))
	}
	if !e.succeeded() {
		return t, nil, &ProgramError{failsByItself(e, limit)}
	}
	leaks, err := t.settle(ctx, false)
	if err != nil {
		return t, nil, err
	}
	if len(leaks) > 0 {
		w.note("it leaves %d sessions when it ends, also without a fault", len(leaks))
	}
	if e.Strays > 0 {
		w.note("it leaves %d processes when it ends, also without a fault; they are ended", e.Strays)
	}
	recording := t.rig.Conversation()
	c := readConversation(recording)
	switch {
	case recording[0].Event != wire.Listening:
		return t, nil, &ProgramError{fmt.Sprintf("it says too much: of its conversation %d messages can be kept", learntKept)}
	case first && len(c.statements) == 0 && !c.opaque:
		return t, nil, &ProgramError{"it made no connection by the way that it was given (DATABASE_URL, PGHOST and PGPORT, or {DSN} in its arguments)"}
	case c.opaque:
		return t, nil, &ProgramError{"its conversation can't be read: it is encrypted, or no PostgreSQL"}
	case first:
		w.clean, w.facts.output = *c, e.output
	default:
		w.clean.differs = w.clean.differs || !w.clean.sameAs(c)
	}
	if first {
		w.clean.divide(e.tests)
	}
	w.passing(e.tests, first)
	w.facts.Statements, w.facts.Connections = len(w.clean.statements)-w.clean.conns, max(w.facts.Connections, c.conns)
	w.facts.Took = max(w.facts.Took, time.Duration(e.TookMS*float64(time.Millisecond)))
	s, err := t.state(ctx, true)
	return t, s, err
}

// passing keeps the tests that pass in each run without a fault.
func (w *Wrap) passing(tests *suite, first bool) {
	if tests == nil {
		return
	}
	pass := tests.of("pass")
	if !first {
		pass = slices.DeleteFunc(w.passes, func(name string) bool { return !slices.Contains(pass, name) })
	}
	w.passes, w.facts.Tests = pass, len(pass)
}

func failsByItself(e Ending, limit time.Duration) string {
	how := e.String()
	if e.Hung {
		how = fmt.Sprintf("it did not end within %s", limit)
	}
	text := "it fails without a fault: " + how
	if e.Said != "" {
		text += ": " + e.Said
	}
	return text
}

func (w *Wrap) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	for _, have := range w.facts.Notes {
		if have == text {
			return
		}
	}
	w.facts.Notes = append(w.facts.Notes, text)
}

// compare reads the states again, now that it is known what is left out, and takes the last as the one that a run has to leave.
func (w *Wrap) compare(ctx context.Context, kept []*trial) error {
	var states []*state
	for _, t := range kept {
		s, err := t.state(ctx, false)
		if err != nil {
			return err
		}
		states = append(states, s)
	}
	w.want = states[len(states)-1]
	for _, s := range states[:len(states)-1] {
		for _, name := range s.differing(w.want, w.left) {
			if name == schemaName {
				return &ProgramError{"it leaves another schema in each run, and nothing can be judged: " + difference(name, w.want.schema, s.schema).String()}
			}
			w.left[name] = []string{}
		}
	}
	if w.clean.differs {
		w.note("it does not say the same in each run: a point is found by what its statement says")
	}
	w.rows, w.work = map[string][]string{}, map[string]int{}
	last := kept[len(kept)-1]
	names := []string{schemaName}
	for _, t := range w.want.tables {
		names = append(names, t.name)
	}
	for _, name := range names {
		rows, err := last.rowsOf(ctx, w.want, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		w.rows[name] = rows
	}
	return w.readInitial(ctx)
}

// readInitial reads what the database holds before the program has run, without what is left out.
func (w *Wrap) readInitial(ctx context.Context) (err error) {
	t, err := w.open(ctx, 0, faultKind{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close(ctx)) }()
	if w.initial, err = t.state(ctx, false); err != nil {
		return err
	}
	for _, name := range w.want.differing(w.initial, w.left) {
		rows, err := t.rowsOf(ctx, w.initial, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		w.work[name] = difference(name, w.rows[name], rows).changes()
	}
	for _, t := range w.want.tables {
		if w.initial.table(t.name) == nil {
			w.work[t.name] = len(w.rows[t.name])
		}
	}
	return nil
}

// runTwice runs the program again where it has succeeded: what that leaves is its work done twice.
func (w *Wrap) runTwice(ctx context.Context, t *trial) error {
	e, err := t.run(ctx, w.unhurried())
	if err != nil {
		return err
	}
	if _, err := t.settle(ctx, false); err != nil {
		return err
	}
	if w.twice, err = t.state(ctx, false); err != nil {
		return err
	}
	w.facts.Again = &e
	switch {
	case !e.succeeded():
		w.note("run again after a success it refuses (%s: %s)", e, e.Said)
	case !w.twice.same(w.want, w.left):
		w.note("run again after a success it does its work again, and says nothing")
	}
	return nil
}

// refused runs the program against a server that refuses its connections: whether it has a message where something fails.
func (w *Wrap) refused(ctx context.Context) (err error) {
	t, err := w.open(ctx, 0, faultKind{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close(ctx)) }()
	a, err := arm(t.rig.Stage(), Point{Fault: "refuse", Place: Before, at: &statement{via: "StartupMessage", kind: KindConnect, nth: 1}}, w.late, nil)
	if err != nil {
		return err
	}
	t.enough = a.enough // one that asks without a pause is not to flood the server until its time is over
	e, err := t.run(ctx, w.unhurried())
	t.enough = nil
	if err != nil {
		return err
	}
	if err := a.heal(); err != nil {
		return err
	}
	if e.succeeded() {
		w.note("it exits 0 also where the server refuses its connection")
	}
	w.facts.Refused = &e
	_, err = t.settle(ctx, false)
	return err
}
