package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// serveOptions are the flags of serve.
type serveOptions struct {
	runOptions
	faults []string
}

func (a *app) serveCommand() *cobra.Command {
	o := &serveOptions{}
	cmd := &cobra.Command{
		Use:   "serve [ID|FILE.yaml]",
		Short: "Hold an endpoint open that breaks, for a client that is run by hand, and tell what happens on the wire",
		Long: "serve makes a database as a scenario is given, prints the DSN that leads to it through the faults, arms these, and tells\n" +
			"each message as it passes. Lines on stdin work on it: a arms the faults again, h heals them, q ends it. The DSN is printed\n" +
			"with its password, which is random and good for nothing else.",
		Example: "  pgfault serve commit/reset-after-commit-sent\n" +
			"  pgfault serve --fault 'reset: {at: {message: CommandComplete, tag: INSERT}}'\n" +
			"  pgfault serve ./outage.yaml --postgres native",
		ValidArgsFunction: completeScenarios,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.heedEnvironment(cmd.Flags().Changed); err != nil {
				return err
			}
			s, err := o.scenario(args)
			if err != nil {
				return err
			}
			return a.serve(cmd.Context(), o, s)
		},
	}
	o.registerServer(cmd)
	cmd.Flags().StringArrayVar(&o.faults, "fault", nil, "a fault in YAML, as a step of a scenario has it after inject; may be given again")
	return cmd
}

// scenario is what is served: a scenario, or a database of nothing with the faults of --fault.
func (o *serveOptions) scenario(args []string) (scenario.Scenario, error) {
	if len(args) > 1 || len(args) == 0 && len(o.faults) == 0 {
		return scenario.Scenario{}, usage("serve needs one scenario, or --fault, as pgfault list --faults shows them")
	}
	if len(args) == 0 {
		return scenarioOf(o.faults)
	}
	selected, err := selectScenarios(args)
	if err != nil {
		return scenario.Scenario{}, err
	}
	if len(selected.scenarios) != 1 {
		return scenario.Scenario{}, usage("%s are %d scenarios; serve takes one", args[0], len(selected.scenarios))
	}
	s := selected.scenarios[0]
	if len(o.faults) > 0 {
		own, err := scenarioOf(o.faults)
		if err != nil {
			return s, err
		}
		s.Steps = own.Steps
	}
	return s, nil
}

// scenarioOf is a scenario of nothing but faults.
func scenarioOf(faults []string) (scenario.Scenario, error) {
	var steps []scenario.Step
	for _, f := range faults {
		text := "id: serve/by-hand\ntitle: by hand\nsteps:\n  - do: {op: connect, session: a}\n  - inject:\n      " + strings.ReplaceAll(strings.TrimSpace(f), "\n", "\n      ") + "\n"
		s, err := scenarioyaml.Unmarshal([]byte(text))
		if err != nil {
			return s, usage("bad --fault: %w", err)
		}
		steps = append(steps, s.Steps[1:]...) // without the one that a scenario has to have
	}
	return scenario.Scenario{ID: "serve/by-hand", Steps: steps}, nil
}

// serve holds the endpoint open until it is told to end.
func (a *app) serve(ctx context.Context, o *serveOptions, s scenario.Scenario) (err error) {
	p := &plan{o: &o.runOptions}
	defer func() {
		if closeErr := p.close(ctx); closeErr != nil && err == nil {
			err = harnessFailure(closeErr)
		}
	}()
	if err := p.startServers(ctx); err != nil {
		return err
	}
	rig, err := harness.OpenAs(ctx, p.servers[0].Server, engine.Layout(s.Given))
	if err != nil {
		return harnessFailure(err)
	}
	defer func() {
		limited, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, errors.New("the limit for cleaning up was hit"))
		defer cancel()
		err = errors.Join(err, rig.Close(limited))
	}()
	for _, sql := range s.Given.SQL {
		if _, err := rig.Admin(ctx, sql); err != nil {
			return harnessFailure(fmt.Errorf("prepare what is given: %w", err))
		}
	}
	h := &hand{rig: rig, tell: newNarrator(a.stdout), faults: faultsOf(s)}
	h.tell.watch("", rig.Stage())
	if err := h.arm(ctx); err != nil {
		return err
	}
	if err := h.tell.say("%s\nPostgreSQL %s · "+handKeys, rig.DSN(), p.servers[0].Version()); err != nil {
		return err
	}
	return h.tell.attend(ctx, a.stdin, h.obey)
}

func faultsOf(s scenario.Scenario) (out []fault.Fault) {
	for _, step := range s.Steps {
		if step.Inject != nil && !step.Standby {
			out = append(out, step.Inject)
		}
	}
	return out
}

// hand is an endpoint that is worked by hand.
type hand struct {
	rig    *harness.Rig
	tell   *narrator
	faults []fault.Fault
}

// arm arms all faults, beside those that are armed.
func (h *hand) arm(ctx context.Context) error {
	for _, f := range h.faults {
		if _, err := h.rig.Inject(ctx, f); err != nil {
			return harnessFailure(fmt.Errorf("inject fault %s: %w", f.Name(), err))
		}
		if err := h.tell.say("armed: %s, %s", f.Name(), fault.Where(f)); err != nil {
			return err
		}
	}
	return nil
}

const handKeys = "a arms the faults again, h heals them, q ends it"

func (h *hand) obey(ctx context.Context, line string) error {
	switch line {
	case "a":
		return h.arm(ctx)
	case "h":
		if err := h.rig.Heal(ctx); err != nil {
			return harnessFailure(fmt.Errorf("heal faults: %w", err))
		}
		return h.tell.say("healed")
	}
	return h.tell.say(handKeys)
}
