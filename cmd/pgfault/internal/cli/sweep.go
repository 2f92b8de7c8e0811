package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/sweep"
)

// sweepOptions are the flags of sweep: those of run that mean the same, and its own.
type sweepOptions struct {
	runOptions
	workloads []string
	faults    []string
	every     string
	point     string
	deadline  time.Duration
}

func (a *app) sweepCommand() *cobra.Command {
	o := &sweepOptions{}
	cmd := &cobra.Command{
		Use:   "sweep [-- SHIM…]",
		Short: "Break a recorded conversation at each of its points, and judge what the client makes of it",
		Long: "sweep runs a workload once and records its conversation, and then runs it again for every fault at every point:\n" +
			"before each message, inside its header and its body, and after it. At each it is judged that the client does not\n" +
			"hang or crash, reports nothing that did not happen, and can connect again.",
		Example: "  pgfault sweep\n  pgfault sweep --workload transaction --fault reset,hold\n  pgfault sweep --every byte -- python3 my_shim.py",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.complete(cmd, args); err != nil {
				return err
			}
			return a.eachTarget(cmd.Context(), &o.runOptions, func(ctx context.Context, one *runOptions) error {
				each := *o
				each.runOptions = *one
				return a.sweep(ctx, &each)
			})
		},
	}
	o.registerCommon(cmd)
	o.repeat, o.timeout = 1, sweep.PointLimit
	f := cmd.Flags()
	f.StringSliceVar(&o.workloads, "workload", nil, "what is done: names of workloads, or YAML files with one each (default all: "+strings.Join(workloadNames(), ", ")+")")
	f.StringSliceVar(&o.faults, "fault", sweep.DefaultFaults, "the faults: some of "+strings.Join(sweep.Faults(), ", "))
	f.StringVar(&o.every, "every", string(sweep.EveryMessage), "how fine: message or byte")
	f.StringVar(&o.point, "point", "", "run this point only, as it was reported")
	f.DurationVar(&o.deadline, "deadline", sweep.DefaultDeadline, "the client's deadline where a fault is heard of by nothing else")
	return cmd
}

// complete checks what can be checked before anything is started.
func (o *sweepOptions) complete(cmd *cobra.Command, args []string) error {
	if err := o.runOptions.complete(cmd, args); err != nil {
		return err
	}
	if len(o.selectors) > 0 {
		return usage("%s takes no arguments but a shim after --; workloads are named by --workload", cmd.CommandPath())
	}
	if o.deadline <= 0 {
		return usage("--deadline must be more than 0, as 100ms")
	}
	if o.point != "" {
		p, err := sweep.Parse(o.point)
		if err != nil {
			return usage("bad --point: %w", err)
		}
		o.point, o.faults, o.every = p.ID(), []string{p.Fault}, string(p.Every())
		if len(o.workloads) == 0 {
			o.workloads = []string{p.Workload}
		}
	}
	if err := sweep.CheckFaults(o.faults); err != nil {
		return usage("bad --fault: %w", err)
	}
	if o.every != string(sweep.EveryMessage) && o.every != string(sweep.EveryByte) {
		return usage("--every is %s or %s, not %q", sweep.EveryMessage, sweep.EveryByte, o.every)
	}
	return nil
}

// sweepWorkloads are the workloads that the flags name.
func (o *sweepOptions) sweepWorkloads() ([]sweep.Workload, map[string]string, error) {
	builtIn, err := sweep.Workloads()
	if err != nil || len(o.workloads) == 0 {
		return builtIn, nil, err
	}
	files := map[string]string{}
	var out []sweep.Workload
	for _, name := range o.workloads {
		w, err := findWorkload(builtIn, name)
		if err != nil {
			return nil, nil, err
		}
		if isFile(name) {
			files[w.Name()] = name
		}
		for _, other := range out {
			if other.Name() == w.Name() {
				return nil, nil, usage("workload %s is named twice", w.Name())
			}
		}
		out = append(out, w)
	}
	return out, files, nil
}

func findWorkload(builtIn []sweep.Workload, name string) (sweep.Workload, error) {
	if isFile(name) {
		data, err := readBounded(name)
		if err != nil {
			return sweep.Workload{}, usage("read workload: %w", err)
		}
		w, err := sweep.Read(data)
		if err != nil {
			return w, usage("%s: %w", name, err)
		}
		return w, nil
	}
	for _, w := range builtIn {
		if w.Name() == name {
			return w, nil
		}
	}
	return sweep.Workload{}, usage("unknown workload %q; take some of %s, or a YAML file", name, strings.Join(workloadNames(), ", "))
}

func workloadNames() []string {
	builtIn, err := sweep.Workloads()
	if err != nil {
		return nil // the command will say it
	}
	var names []string
	for _, w := range builtIn {
		names = append(names, w.Name())
	}
	return names
}

// sweep records the workloads on each server, and sweeps their points.
func (a *app) sweep(ctx context.Context, o *sweepOptions) (err error) {
	workloads, files, err := o.sweepWorkloads()
	if err != nil {
		return err
	}
	tgt, err := a.chooseTarget(ctx, &o.runOptions)
	if err != nil {
		return err
	}
	p := &plan{o: &o.runOptions, target: tgt, selection: selection{files: files}}
	defer func() {
		if closeErr := p.close(ctx); closeErr != nil && err == nil {
			err = harnessFailure(closeErr)
		}
	}()
	err = p.start(ctx)
	s := &sweeping{app: a, o: o}
	if err == nil {
		err = a.fit(p, func(srv *postgres.Server) (engine.Room, error) { return sweep.FindRoom(ctx, srv, workloads) })
	}
	if err == nil {
		err = s.record(ctx, p, workloads)
	}
	switch {
	case err != nil && interrupted(ctx):
		return &exitError{code: exitInterrupted, err: errInterrupted}
	case errors.Is(err, sweep.ErrNoPoint):
		return usage("bad --point: %w", err)
	case err != nil:
		return err
	}
	return a.runJob(ctx, p, job{screen: newSweepScreen(a, &o.runOptions), describe: s.describe, work: s.work})
}
