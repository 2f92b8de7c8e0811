package wrap

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// Config is what to run, and how. Command and Server must be set.
type Config struct {
	Command Command
	Server  *postgres.Server
	// Setup prepares the database that each run gets a copy of; nothing leaves it empty.
	Setup []Setup
	// WholeServer gives the program a server of its own in each run, on which it may make databases and roles. The state is that of
	// all of them.
	WholeServer bool
	// Tests is a file of JUnit's format in which a test suite says what became of its tests; {DIR} in it is the run's own folder. go test
	// and pytest are told to say it by themselves.
	Tests string
	// Service says that the program is a server, and how it is used; nil says that it is none.
	Service *Service
	// Faults are the names of the faults; none means DefaultFaults.
	Faults []string
	// Point is the name or ID of the only point to be run; empty means those that are chosen.
	Point string
	// Budget is how much is run; its zero value is DefaultBudget points, and All what there is.
	Budget Budget
	All    bool
	// Parallel is how many run at the same time; 0 means GOMAXPROCS. Those that only wait are not counted.
	Parallel int
	// Seed decides everything random: which of the points that are alike are run where not all are.
	Seed int64
	// Within is how long the program may take in all; a run that takes longer is red then. 0 sets a limit by the runs without a
	// fault, and one that takes longer is weak.
	Within time.Duration
	// Rerun is how often the program is run again where it failed, when the fault is over.
	Rerun int
	// Once says that the program must not be run again.
	Once bool
	// Clean is how often it is run without a fault; 0 means DefaultClean.
	Clean int
	// Invariant are queries that must return no row, while the program runs and after it.
	Invariant []string
	// Truth are queries whose rows are the state that counts; none means all that the database holds.
	Truth []string
	// Expect are the declared deviations.
	Expect verdict.Deviations
}

// The defaults of a Config.
const (
	DefaultBudget = 200
	DefaultClean  = 3
	DefaultRerun  = 1
)

// Budget bounds how much is run, by points or by time; 0 is no bound.
type Budget struct {
	Points int
	Time   time.Duration
}

// Wrap is a program that was learnt, and its points.
type Wrap struct {
	cfg    Config
	name   string
	copies *postgres.Copies
	// certificate is shown to programs that ask for TLS, and root is who signed it.
	certificate tls.Certificate
	root        []byte

	clean   conversation
	points  []Point
	found   int // how many points there are, those included that the budget leaves out
	left    leftOut
	initial *state // what the database holds before the program has run
	want    *state // and after
	twice   *state // and after it has run twice; nil where it must not
	rows    map[string][]string
	passes  []string       // the tests of a suite that pass without a fault
	work    map[string]int // how many rows, by table, a run adds and takes away
	facts   Learnt
	limit   time.Duration
	late    time.Duration
}

// Learnt is what the runs without a fault have shown.
type Learnt struct {
	// Runs is how many there were, and Took the longest.
	Runs int           `json:"runs"`
	Took time.Duration `json:"took"`
	// Statements and Connections are how many the program made.
	Statements  int `json:"statements"`
	Connections int `json:"connections"`
	// LeftOut are the columns that differ by themselves.
	LeftOut string `json:"left_out,omitempty"`
	// Again is how it ended when it was run again after a success; nil where it must not be.
	Again *Ending `json:"again,omitempty"`
	// Refused is how it ended when the server refused its connection.
	Refused *Ending `json:"refused,omitempty"`
	// Notes say what else is to be known of it.
	Notes []string `json:"notes,omitempty"`
	// Tests is how many tests a suite has that pass without a fault; 0 where it is none.
	Tests int `json:"tests,omitempty"`

	output string
	ready  time.Duration // how long a service took until it was ready
}

// ErrNoPoint says that the conversation has no such point.
var ErrNoPoint = errors.New("there is no such point")

// ProgramError says that the program can't be wrapped, which is for its user to mend.
type ProgramError struct{ Why string }

func (e *ProgramError) Error() string { return e.Why }

// Learn prepares the database, runs the program without a fault, and finds its points. What it made is given back by Close,
// also where there is an error.
func Learn(ctx context.Context, cfg Config) (*Wrap, error) {
	w := &Wrap{cfg: cfg, name: programName(cfg.Command.Argv)}
	if cfg.Tests == "" && cfg.Service == nil {
		w.cfg.Command.Argv, w.cfg.Tests = sayTests(cfg.Command.Argv)
	}
	w.cfg.Faults = cfg.Faults
	if len(cfg.Faults) == 0 {
		w.cfg.Faults = DefaultFaults()
	}
	w.cfg.Clean = max(2, cmp.Or(cfg.Clean, DefaultClean))
	w.cfg.Parallel = cmp.Or(max(0, cfg.Parallel), runtime.GOMAXPROCS(0))
	if cfg.Budget == (Budget{}) {
		w.cfg.Budget.Points = DefaultBudget
	}
	if err := CheckFaults(w.cfg.Faults); err != nil {
		return w, err
	}
	if err := w.cfg.checkOwnServer(); err != nil {
		return w, err
	}
	authority, err := wire.NewAuthority()
	if err != nil {
		return w, err
	}
	if w.certificate, err = authority.Issue(wire.GoodCertificate); err != nil {
		return w, err
	}
	w.root = authority.PEM()
	if !cfg.WholeServer {
		if w.copies, err = prepare(ctx, cfg.Server, cfg.Setup); err != nil {
			return w, err
		}
	}
	if err := w.learn(ctx); err != nil {
		return w, err
	}
	return w, w.choose()
}

// interpreters are programs that run another, which their first argument names.
var interpreters = []string{"python", "python3", "ruby", "node", "perl", "php", "sh", "bash", "java", "bundle", "npx", "env", "timeout"}

// programName names a program: what is run, without its folder, and what interprets it left out.
func programName(argv []string) string {
	name := filepath.Base(argv[0])
	if slices.Contains(interpreters, name) && len(argv) > 1 && !strings.HasPrefix(argv[1], "-") {
		name = filepath.Base(argv[1])
	}
	return strings.Map(func(r rune) rune {
		if r == '/' || r == ':' || r == ' ' {
			return '-'
		}
		return r
	}, name)
}

// choose chooses the points that are run.
func (w *Wrap) choose() error {
	all := w.pointsOf(w.cfg.Faults)
	w.found = len(all)
	switch {
	case w.cfg.Point != "":
		p, err := ParsePoint(w.cfg.Point)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(w.pointsOf([]string{p.Fault}), func(other Point) bool { return other.Name() != p.Name() })
		if len(all) == 0 {
			return fmt.Errorf("%w: %s", ErrNoPoint, w.cfg.Point)
		}
	case w.cfg.All || w.cfg.Budget.Points == 0:
	default:
		all = all[:min(len(all), w.cfg.Budget.Points)]
	}
	w.points = all
	return nil
}

// pointsOf are the points for some faults. Within TLS the server can't be spoken for before it has said something.
func (w *Wrap) pointsOf(faults []string) []Point {
	all := shareOut(w.clean.points(w.name, faults, !w.varies(), w.cfg.Seed))
	return slices.DeleteFunc(all, func(p Point) bool {
		return w.cfg.Command.TLS && p.at.kind == KindConnect && isErrorName(p.Fault)
	})
}

// varies tells whether the program does not say the same in each run.
func (w *Wrap) varies() bool { return w.clean.differs }

// Name is the program's name.
func (w *Wrap) Name() string { return w.name }

// Points are the points that are run, the one that hurts most first.
func (w *Wrap) Points() []Point { return slices.Clone(w.points) }

// Found is how many points the conversation has, those included that the budget leaves out.
func (w *Wrap) Found() int { return w.found }

// Learnt is what the runs without a fault have shown.
func (w *Wrap) Learnt() Learnt { return w.facts }

// Parallel is how many points run at the same time, those that only wait not counted.
func (w *Wrap) Parallel() int { return w.cfg.Parallel }

// Limit is how long a run may take.
func (w *Wrap) Limit() time.Duration { return w.limit }

// Close gives back what was prepared.
func (w *Wrap) Close(ctx context.Context) error {
	if w.copies == nil {
		return nil
	}
	return w.copies.Close(ctx)
}
