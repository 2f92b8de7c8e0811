package wrap

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// The limits of what a trial waits for on our side.
const (
	openLimit  = 30 * time.Second // the rig: a copy of the database is made
	askLimit   = 30 * time.Second // what the database holds
	closeLimit = 20 * time.Second
	goneLimit  = 2 * time.Second // the backends of a program that is no more
)

// trial is a program in a database of its own, behind an endpoint of its own.
type trial struct {
	w       *Wrap
	rig     *harness.Rig
	to      address
	folder  string // of ours, with all that the program may leave in it
	dir     string // in which it is run
	mark    string
	pause   func() (back func()) // while the program only waits
	waits   <-chan struct{}      // closed when it does; nil where nobody knows
	service *running             // the service, where one runs
	crashed bool                 // its server has, by the fault
	enough  chan struct{}        // closed when enough is known of the run that meets the fault
}

var trials atomic.Int64

// open makes a trial of a fault; the zero value is none.
func (w *Wrap) open(ctx context.Context, keep int, f faultKind) (_ *trial, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, openLimit, fmt.Errorf("the limit for a database is %s", openLimit))
	defer cancel()
	t := &trial{w: w, mark: fmt.Sprintf("%s-%d", owner.Self(), trials.Add(1))}
	if f.server || w.cfg.WholeServer {
		t.rig, err = w.openOwn(ctx, keep, f.standby)
	} else {
		t.rig, err = harness.OpenAs(ctx, w.cfg.Server, harness.Layout{Copies: w.copies, Keep: keep, Bytes: engine.KeptBytes, Transcript: engine.KeptTranscript})
	}
	if err != nil {
		return nil, fmt.Errorf("open rig: %w", err)
	}
	if t.to, err = addressOf(t.rig.DSN()); err == nil {
		err = t.makeFolder()
	}
	if err == nil && w.cfg.Command.TLS {
		err = t.encrypt()
	}
	if err != nil {
		return nil, errors.Join(err, t.close(ctx))
	}
	return t, nil
}

// makeFolder makes the trial's own folder.
func (t *trial) makeFolder() (err error) {
	if t.folder, err = os.MkdirTemp("", owner.FolderPrefix()); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	t.dir = t.w.cfg.Command.Dir
	if from := t.w.cfg.Command.Copy; from != "" {
		t.dir = filepath.Join(t.folder, "copy")
		if err := os.CopyFS(t.dir, os.DirFS(from)); err != nil {
			return fmt.Errorf("copy %s: %w", from, err)
		}
	}
	return nil
}

// encrypt gives the program TLS, and a way to the database that asks for it.
func (t *trial) encrypt() (err error) {
	t.rig.Stage().Terminate(wire.TLS{Certificate: t.w.certificate})
	root := filepath.Join(t.folder, "root.crt")
	if err := os.WriteFile(root, t.w.root, 0o600); err != nil {
		return fmt.Errorf("write certificate: %w", err)
	}
	t.to, err = t.to.encrypted(root)
	return err
}

// start is how a command is run in the trial, with a mark of its own.
func (t *trial) start(argv []string, limit time.Duration, mark string) (start, error) {
	tmp := filepath.Join(t.folder, "tmp")
	if err := os.MkdirAll(tmp, 0o700); err != nil {
		return start{}, fmt.Errorf("make folder: %w", err)
	}
	return start{argv: Command{Argv: argv}.argv(t.to, tmp), env: environ(t.to, tmp, mark), dir: t.dir, mark: mark, limit: limit}, nil
}

// run runs the program once, or what asks something of it where it is a service.
func (t *trial) run(ctx context.Context, limit time.Duration) (Ending, error) {
	if t.w.cfg.Service != nil {
		return t.load(ctx, limit)
	}
	s, err := t.start(t.w.cfg.Command.Argv, limit, t.mark)
	if err != nil {
		return Ending{}, err
	}
	s.waits, s.pause, s.enough = t.waits, t.pause, t.enough
	if file := t.w.cfg.Tests; file != "" {
		s.tests = t.to.fill(file, filepath.Join(t.folder, "tmp"))
		if err := os.Remove(s.tests); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return Ending{}, fmt.Errorf("remove what was said of the tests: %w", err)
		}
	}
	e, err := s.run(ctx)
	if err != nil && ctx.Err() == nil {
		return e, startFailure(s.argv[0], err)
	}
	return e, err
}

// startFailure is why a program could not be started, which is for its user to mend.
func startFailure(name string, err error) error {
	var exit *exec.Error
	if errors.As(err, &exit) || errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return &ProgramError{fmt.Sprintf("the command can't be run: %v", err)}
	}
	return fmt.Errorf("run %s: %w", name, err)
}

// settle waits until nothing of the program is connected any more, and ends what does not go. A service has its connections for as
// long as it runs: of it is waited until nothing is under way on them, and what is so in the end, when it has recovered, is a leak.
func (t *trial) settle(ctx context.Context, recovered bool) (leaks []verdict.Leak, err error) {
	var left [][]string
	wait := func(limit time.Duration) error {
		ctx, cancel := context.WithTimeoutCause(ctx, limit, errLeft)
		defer cancel()
		return poll.Until(ctx, func(ctx context.Context) (_ bool, err error) {
			if t.service == nil && len(t.rig.Stage().Conns()) > 0 && len(left) == 0 {
				return false, ctx.Err()
			}
			left, err = t.rig.Database().Backends(ctx, t.to.user)
			if t.service != nil { // it keeps its connections, on which nothing is to be under way
				left = slices.DeleteFunc(left, func(b []string) bool { return b[1] == "idle" })
			}
			return len(left) == 0, err
		})
	}
	limit := goneLimit
	if t.service != nil && recovered {
		limit = t.w.cfg.Service.Recover
		if t.pause != nil {
			defer t.pause()()
		}
	}
	err = wait(limit)
	switch {
	case !errors.Is(err, errLeft):
		return nil, err
	case t.service != nil && !recovered:
		return nil, nil
	}
	for _, b := range left {
		locks, err := t.rig.Admin(ctx, locksSQL+b[0])
		if err != nil {
			return leaks, fmt.Errorf("ask for its locks: %w", err)
		}
		leak := verdict.Leak{PID: b[0], State: b[1], Query: oneLine(b[2])}
		if len(locks) > 0 && locks[0][0] != "" {
			leak.Query += ", with locks on " + locks[0][0]
		}
		leaks = append(leaks, leak)
		if t.service != nil {
			continue // it is to end it by itself
		}
		if _, err := t.rig.Admin(ctx, "SELECT pg_terminate_backend("+b[0]+")"); err != nil {
			return leaks, fmt.Errorf("end a backend that was left: %w", err)
		}
	}
	left = nil
	if t.service != nil {
		return leaks, nil
	}
	if err := wait(goneLimit); err != nil && !errors.Is(err, errLeft) {
		return leaks, err
	}
	return leaks, nil
}

// locksSQL asks what a session holds locks on.
const locksSQL = `SELECT coalesce(string_agg(DISTINCT coalesce(relation::regclass::text, locktype), ', '), '') FROM pg_locks
	WHERE granted AND locktype IN ('relation', 'advisory') AND pid = `

// errLeft is why the wait for the end of the backends ended.
var errLeft = errors.New("backends are left")

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// state reads what the database holds, with the digests of the columns or without them.
func (t *trial) state(ctx context.Context, columns bool) (*state, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, askLimit, fmt.Errorf("the limit for reading the database is %s", askLimit))
	defer cancel()
	if len(t.w.cfg.Truth) > 0 {
		return readTruth(ctx, t.rig.Database(), t.w.cfg.Truth)
	}
	s, err := readState(ctx, t.rig.Database(), t.w.left, columns, "")
	if err == nil && t.w.cfg.WholeServer {
		err = t.readServer(ctx, s, columns)
	}
	return s, err
}

// close gives back all that the trial has.
func (t *trial) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, fmt.Errorf("the limit for the end of a run is %s", closeLimit))
	defer cancel()
	_, err := t.endService()
	errs := []error{err, t.rig.Close(ctx)}
	if t.folder != "" {
		errs = append(errs, os.RemoveAll(t.folder))
	}
	return errors.Join(errs...)
}
