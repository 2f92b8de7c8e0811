package sweep

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// PointLimit is the limit of one point.
const PointLimit = 20 * time.Second

// The limits of what a testbed waits for, beside those of the operations.
const (
	openLimit   = 20 * time.Second // the database, the endpoint, and the workload's given SQL
	closeLimit  = 20 * time.Second // the end of all that: databases are dropped, and others drop theirs
	firingLimit = time.Second      // the proof that a fault acted, once the workload is done
	probeLimit  = 2 * time.Second  // an operation of a probe, as the target's deadline
)

// recoverySession is the session that is connected when the fault has passed, where the workload has none of its own.
const recoverySession = "recovery"

// testbed is where points are run: an instance of the target, and a database with an endpoint, which are kept.
type testbed struct {
	cfg      *Config
	workload Workload
	recorded *recordedRun // nil while it is recorded
	out      string       // folder for evidence; empty keeps none
	health   *engine.Health

	inst       target.Instance
	hello      target.Hello
	rig        *harness.Rig
	admin      *pgx.Conn // by a way that no fault touches
	dsn        string
	password   string
	backends   string // asks for the target's backends
	restoreSQL string // puts back what the workload was given

	sessions    engine.Sessions
	ready       bool // the workload's session is connected, by the point before
	workloadRun bool // the workload has been run on what it was given
	broken      bool // the instance is of no further use
	asked       int64
	windows     *engine.Windows // of the point that runs; nil while the workload is recorded
	rnd         *rand.Rand
}

func (st *testbed) open(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, openLimit, fmt.Errorf("the limit is %s", openLimit))
	defer cancel()
	st.rnd = rand.New(rand.NewPCG(uint64(st.cfg.Seed), 0))
	if st.inst, err = engine.StartTarget(ctx, st.cfg.Target); err != nil {
		return err
	}
	st.hello = st.inst.Hello()
	if st.rig, err = harness.OpenAs(ctx, st.cfg.Server, harness.Layout{Bytes: engine.KeptBytes, Transcript: engine.KeptTranscript}); err != nil {
		return fmt.Errorf("open rig: %w", err)
	}
	if err := st.address(); err != nil {
		return err
	}
	if st.admin, err = st.rig.Database().AdminConn(ctx); err != nil {
		return err
	}
	for i, sql := range st.workload.Given.SQL {
		if _, err := st.exec(ctx, sql); err != nil {
			return fmt.Errorf("run given SQL %d: %w", i+1, err)
		}
	}
	return st.keepGivenData(ctx)
}

// address reads how the target connects.
func (st *testbed) address() error {
	u, err := url.Parse(st.rig.DSN())
	if err != nil {
		return errors.New("the rig's DSN is no URL") // the error may quote the password
	}
	query := u.Query()
	for name, value := range st.workload.Given.Params {
		query.Set(name, value)
	}
	u.RawQuery = query.Encode()
	st.dsn = u.String()
	st.password, _ = u.User.Password()
	st.backends = st.rig.Database().BackendsSQL(u.User.Username())
	return nil
}

// close gives back all that the testbed holds, also where ctx has ended.
func (st *testbed) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, fmt.Errorf("the limit for the end of a stand is %s", closeLimit))
	defer cancel()
	if st.inst != nil {
		engine.EndTarget(ctx, st.inst)
	}
	if st.admin != nil {
		_ = st.admin.Close(ctx) // the database goes with its connections
	}
	if st.rig == nil {
		return nil
	}
	return st.rig.Close(ctx)
}

// do asks the target for a step's operation.
func (st *testbed) do(ctx context.Context, step int, do scenario.Do) (verdict.Observed, error) {
	req := engine.Request(do)
	if do.Op == target.OpConnect || do.Op == target.OpPoolOpen {
		req = req.Leading(st.dsn)
		req.CallTimeoutMS = engine.CallTimeout(st.inst.Hello(), st.workload.CallTimeout(req))
	}
	return st.ask(ctx, step, req, max(do.Within(), do.Deadline()+scenario.Grace))
}

// ask asks the target, and waits at most for the limit. The error is ctx's.
func (st *testbed) ask(ctx context.Context, step int, req target.Request, limit time.Duration) (verdict.Observed, error) {
	st.asked++
	req.ID = st.asked
	from := engine.Mark(st.rig)
	o, err := engine.Ask(ctx, st.inst, step, req, limit, st.password)
	from.Note(&o, false)
	if st.windows != nil {
		st.windows.Keep(req.ID, from, engine.Settled(st.rig))
	}
	if err != nil || o.Failure != "" {
		st.broken = true
		return o, err
	}
	st.sessions.Update(req, o.Answer)
	return o, nil
}

// question asks what has only one answer.
func (st *testbed) question(ctx context.Context, session, nonce string) (verdict.Observed, error) {
	return st.askAside(ctx, target.Request{Op: target.OpQuery, Session: session, SQL: "SELECT '" + nonce + "'"})
}

// askAside asks the target for what is no step of the workload.
func (st *testbed) askAside(ctx context.Context, req target.Request) (verdict.Observed, error) {
	req.TimeoutMS = probeLimit.Milliseconds()
	return st.ask(ctx, 0, req, probeLimit+scenario.Grace)
}

func (st *testbed) nonce() string { return fmt.Sprintf("nonce-%016x", st.rnd.Uint64()) }

// exec runs SQL on the side channel, and gives the rows of each statement. One that was answered with too much has ended the
// connection, and the next begins another.
func (st *testbed) exec(ctx context.Context, sql string) (_ [][][]string, err error) {
	if st.admin.IsClosed() {
		if st.admin, err = st.rig.Database().AdminConn(ctx); err != nil {
			return nil, err
		}
	}
	rows, err := postgres.Read(ctx, st.admin, scenario.Null, sql)
	if err != nil {
		return nil, fmt.Errorf("ask on the side channel: %w", err)
	}
	return rows, nil
}
