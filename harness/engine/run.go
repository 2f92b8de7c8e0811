package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/harness/wire"
)

// run is one run of one scenario: it fills the case that the judge will judge.
type run struct {
	cfg  *Config
	inst target.Instance
	rnd  *rand.Rand
	c    verdict.Case

	rig      *harness.Rig
	dsn      dsn
	armed    []armed
	rivals   rivals
	sessions Sessions
	windows  *Windows
	async    []asyncOperation // operations that were left running
	asked    int64            // operations so far

	// broken says that the instance is of no further use, stopped that no further step makes sense.
	broken, stopped bool
	// full says that the server had no place left for a session of ours.
	full bool
	// recording and log are the evidence that is kept beside the result.
	recording  []wire.Message
	transcript []wire.Turn
	serverLog  string
	log        string
}

// runScenario runs the scenario from its database to its truth. What goes wrong is in the case.
func (r *run) runScenario(ctx context.Context) {
	defer r.takeLog()
	if err := r.open(ctx); err != nil {
		if !r.skip(err) {
			r.trouble(0, err)
		}
	} else if r.available() {
		r.runWithinLimit(ctx)
	}
	r.close(ctx)
}

// runWithinLimit does the steps and what comes after them, within the limit of the scenario.
func (r *run) runWithinLimit(ctx context.Context) {
	limit := r.cfg.Timeout
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the limit of the scenario is %s", limit))
	defer cancel()
	start := time.Now()
	r.steps(ctx)
	r.awaitAllAsync(ctx)
	r.noteUsed()
	r.after(ctx)
	r.c.Duration = time.Since(start)
}

// open makes what the scenario is given. It has a limit of its own: what it takes is not the scenario's.
func (r *run) open(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, openLimit, fmt.Errorf("the limit for the rig is %s", openLimit))
	defer cancel()
	rig, err := harness.OpenAs(ctx, r.cfg.Server, Layout(r.c.Scenario.Given))
	if err != nil {
		return fmt.Errorf("open rig: %w", err)
	}
	r.rig, r.windows = rig, Watch(Mark(rig))
	cfg, err := pgx.ParseConfig(libpqenv.DSN(rig.DSN()))
	if err != nil {
		return errors.New("open rig: its DSN can't be parsed") // the error may quote the password
	}
	r.dsn, err = newDSN(rig.DSN(), cfg.User, cfg.Password, r.c.Scenario.Given)
	if err != nil {
		return fmt.Errorf("open rig: %w", err)
	}
	for i, sql := range r.c.Scenario.Given.SQL {
		if _, err := r.admin(ctx, sql); err != nil {
			return fmt.Errorf("run given SQL %d: %w", i+1, r.rights(err))
		}
	}
	return rig.CatchUp(ctx)
}

func (r *run) steps(ctx context.Context) {
	for i, step := range r.c.Scenario.Steps {
		if r.stopped || r.broken {
			return
		}
		if ctx.Err() != nil {
			r.trouble(i+1, fmt.Errorf("not done: %w", context.Cause(ctx)))
			return
		}
		r.step(ctx, i+1, step)
	}
}

func (r *run) step(ctx context.Context, n int, step scenario.Step) {
	switch {
	case step.Do != nil:
		r.operation(ctx, n, *step.Do)
	case step.Inject != nil:
		r.inject(ctx, n, step)
	case step.Heal:
		r.heal(ctx, n)
	case step.Await:
		r.awaitFirings(ctx)
	case step.Rig != nil:
		r.rival(ctx, n, *step.Rig)
	}
}

// after is what is done when all steps are: the universal invariants are looked at, then the truth.
func (r *run) after(ctx context.Context) {
	r.heal(ctx, 0)
	if !r.broken && !r.unsupported() {
		r.awaitPooler(ctx)
		r.held(ctx)
		r.probe(ctx)
		r.closeSessions(ctx)
	}
	if r.broken {
		EndTarget(ctx, r.inst) // and its connections with it
	}
	r.observeWire()
	if ctx.Err() != nil {
		return // the limit was noted where it was hit
	}
	if pooler := r.rig.Pooler(); pooler != nil {
		// It keeps its connections to the server, whatever the target closed.
		r.clients(ctx)
		if err := pooler.Down(ctx); err != nil {
			r.trouble(0, fmt.Errorf("end pooler: %w", err))
		}
	}
	r.backends(ctx)
	r.endRivals(ctx)
	if !r.unsupported() {
		r.askTruth(ctx)
	}
}

// close gives back all that the run holds. It is bounded, and done also where the run was ended.
func (r *run) close(ctx context.Context) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, fmt.Errorf("the limit for the end of a scenario is %s", closeLimit))
	defer cancel()
	r.rivals.close(ctx)
	if r.rig == nil {
		return
	}
	if err := r.rig.Close(ctx); err != nil {
		r.trouble(0, fmt.Errorf("close rig: %w", err))
	}
}

// trouble notes what went wrong on our side.
func (r *run) trouble(step int, err error) { r.troubled(err, verdict.Trouble{Step: step}) }

// consequence notes what went wrong on our side, and may be the consequence of what the target did.
func (r *run) consequence(step int, err error) {
	r.troubled(err, verdict.Trouble{Step: step, Consequence: true})
}

func (r *run) troubled(err error, t verdict.Trouble) {
	var said *pgconn.PgError
	r.full = r.full || errors.As(err, &said) && said.Code == tooManyConnections
	t.Text = r.oneLine(err.Error())
	r.c.Troubles = append(r.c.Troubles, t)
}

func (r *run) unsupported() bool {
	for _, o := range r.c.Observed {
		if o.Answer.Unsupported {
			return true
		}
	}
	return false
}

// admin asks on the side channel.
func (r *run) admin(ctx context.Context, sql string, args ...any) ([][]string, error) {
	return withinAdminLimit(ctx, func(ctx context.Context) ([][]string, error) { return r.rig.Database().Admin(ctx, sql, args...) })
}

// truth asks on the side channel, as a scenario writes its rows.
func (r *run) truth(ctx context.Context, sql string) ([][]string, error) {
	return withinAdminLimit(ctx, func(ctx context.Context) ([][]string, error) { return r.rig.Database().Ask(ctx, scenario.Null, sql) })
}

// withinAdminLimit asks on the side channel, within its limit.
func withinAdminLimit(ctx context.Context, ask func(context.Context) ([][]string, error)) ([][]string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, adminLimit, fmt.Errorf("the limit for the side channel is %s", adminLimit))
	defer cancel()
	rows, err := ask(ctx)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("ask on the side channel: %w", err)
	}
	return rows, nil
}

// oneLine makes a text from outside one line without secrets.
func (r *run) oneLine(text string) string {
	return strings.Join(strings.Fields(r.dsn.scrub(text)), " ")
}
