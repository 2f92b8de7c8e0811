package cli

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wrap"
)

// wrapping is a program that was learnt, on each server.
type wrapping struct {
	app   *app
	o     *wrapOptions
	wraps []*wrap.Wrap
}

// learn runs the program without a fault on each server of the plan.
func (w *wrapping) learn(ctx context.Context, p *plan, cfg wrap.Config) error {
	for _, srv := range p.servers {
		cfg.Server = srv.Server
		got, err := wrap.Learn(ctx, cfg)
		w.wraps = append(w.wraps, got)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *wrapping) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, errors.New("the limit for cleaning up was hit"))
	defer cancel()
	var errs []error
	for _, one := range w.wraps {
		errs = append(errs, one.Close(ctx))
	}
	return errors.Join(errs...)
}

// describe is the first line of the report.
func (w *wrapping) describe(p *plan, started time.Time) report.Run {
	run := report.Run{
		Type: "run", Format: report.FormatVersion, Started: started, Command: redact(w.app.argv), Seed: w.o.seed, Parallel: w.wraps[0].Parallel(),
		Repeat: 1, Points: len(w.wraps[0].Points()), Target: target.Hello{Name: w.wraps[0].Name()},
		Versions: report.BuildVersions(), Machine: report.ThisMachine(),
	}
	for _, srv := range p.servers {
		run.Servers = append(run.Servers, report.Server{Provider: srv.Provider(), Version: srv.Version(), Why: srv.Why()})
	}
	var ids []string
	for _, point := range w.wraps[0].Points() {
		ids = append(ids, point.ID())
	}
	run.NameColumns = run.NameColumnsOf(ids)
	return run
}

// work runs the points on one server after the other.
func (w *wrapping) work(ctx context.Context, p *plan, rec *recorder, out string) (engine.Report, error) {
	return inTurn(p, rec, w.reproduce, func(i int) (engine.Report, error) {
		return w.wraps[i].Run(ctx, wrap.Watch{OnStart: rec.started, OnResult: rec.result, Stop: rec.stop, Out: out})
	})
}

// reproduce is a command line that runs one point again.
func (w *wrapping) reproduce(line report.Line, major string) string {
	o := w.o
	argv := []string{w.app.name, "wrap"}
	add := func(flag, value, standard string) {
		if value != standard {
			argv = append(argv, flag, value)
		}
	}
	each := func(flag string, values []string) {
		for _, v := range values {
			argv = append(argv, flag, v)
		}
	}
	add("--point", line.ID[strings.LastIndex(line.ID, "/")+1:], "")
	each("--setup", o.setup)
	if o.within > 0 {
		add("--within", o.within.String(), "")
	}
	add("--rerun", strconv.Itoa(o.rerun), strconv.Itoa(wrap.DefaultRerun))
	add("--idempotent", o.idempotent, "yes")
	each("--invariant", o.invariant)
	each("--truth", o.truth)
	add("--clean", strconv.Itoa(o.clean), strconv.Itoa(wrap.DefaultClean))
	add("--copy", o.copy, "")
	if o.tls {
		argv = append(argv, "--tls")
	}
	add("--tests", o.tests, "")
	add("--ready", o.ready, "")
	add("--load", o.load, "")
	if o.load != "" {
		add("--recover", o.recover.String(), wrap.DefaultRecover.String())
	}
	if o.server {
		argv = append(argv, "--server")
	}
	add("--expect", o.expect, "")
	add("--postgres", redactDSN(o.postgres), "auto")
	add("--pg-version", major, "")
	if o.strict {
		argv = append(argv, "--strict")
	}
	return o.again(append(append(argv, "--"), redactCommand(o.shim)...), os.Environ())
}

// redactCommand takes the secrets out of a command that is wrapped; a place for the password is none.
func redactCommand(argv []string) []string {
	out := redact(argv)
	for i, arg := range argv {
		if strings.Contains(arg, ":{PASSWORD}@") || arg == "{PASSWORD}" || strings.HasSuffix(arg, "={PASSWORD}") {
			out[i] = arg
		}
	}
	return out
}
