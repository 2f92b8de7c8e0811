package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/proxy/httpapi"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/scenario/scenarioyaml"
)

// serveOptions are the flags of serve.
type serveOptions struct {
	runOptions
	faults []string
	api    string
}

func (a *app) serveCommand() *cobra.Command {
	o := &serveOptions{}
	cmd := &cobra.Command{
		Use:   "serve [ID|FILE.yaml]",
		Short: "Hold an endpoint open that breaks, for a client that is run by hand, and tell what happens on the wire",
		Long: "serve makes a database as a scenario is given, prints the DSN that leads to it through the faults, arms these, and tells\n" +
			"each message as it passes. Lines on stdin work on it: a arms the faults again, h heals them, q ends it. The DSN is printed\n" +
			"with its password, which is random and good for nothing else.\n\n" +
			"With --toxiproxy-api the endpoint is the proxy \"postgres\" of toxiproxy's HTTP API: clients of toxiproxy, of any language,\n" +
			"see, add and remove the faults as toxics, each with its fields as attributes, beside toxiproxy's own, and make proxies\n" +
			"before servers of their own.",
		Example: "  pgfault serve commit/reset-after-commit-sent\n" +
			"  pgfault serve --fault 'reset: {at: {message: CommandComplete, tag: INSERT}}'\n" +
			"  pgfault serve ./my-scenario.yaml --postgres native\n" +
			"  pgfault serve --toxiproxy-api 127.0.0.1:8474",
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
	cmd.Flags().StringVar(&o.api, "toxiproxy-api", "", "serve toxiproxy's HTTP API at this address, host:port; port 0 is one that is free, and is printed")
	return cmd
}

// scenario is what is served: a scenario, or a database of nothing with the faults of --fault.
func (o *serveOptions) scenario(args []string) (scenario.Scenario, error) {
	if len(args) > 1 || len(args) == 0 && len(o.faults) == 0 && o.api == "" {
		return scenario.Scenario{}, usage("serve needs one scenario, or --fault, as pgfault list --faults shows them, or --toxiproxy-api")
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
	tell := newNarrator(a.stdout)
	tell.watch("", rig.Stage())
	api := httpapi.New(ctx, httpapi.Config{Seed: o.seed, Opened: tell.watch, Told: func(line string) {
		_ = tell.say("%s", line) // where nobody reads it, what passes can't be told either, and that ends it
	}})
	api.Add(endpointName, rig.Server().Addr(), rig)
	defer func() { err = errors.Join(err, api.Close(context.WithoutCancel(ctx))) }()
	h := &hand{api: api, tell: tell, faults: faultsOf(s)}
	if err := h.arm(); err != nil {
		return err
	}
	if o.api != "" {
		addr, end, err := listenAPI(ctx, o.api, api)
		if err != nil {
			return err
		}
		defer end()
		if err := tell.say("toxiproxy's API listens at %s", addr); err != nil {
			return err
		}
	}
	if err := tell.say("%s\nPostgreSQL %s · "+handKeys, rig.DSN(), p.servers[0].Version()); err != nil {
		return err
	}
	return tell.attend(ctx, a.stdin, h.obey)
}

func faultsOf(s scenario.Scenario) (out []fault.Fault) {
	for _, step := range s.Steps {
		if step.Inject != nil && !step.Standby {
			out = append(out, step.Inject)
		}
	}
	return out
}

// endpointName is what the endpoint is called in toxiproxy's API.
const endpointName = "postgres"

// listenAPI serves the API, and says where, until the end that it returns is called.
func listenAPI(ctx context.Context, addr string, api *httpapi.Server) (where net.Addr, end func(), err error) {
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, nil, usage("--toxiproxy-api: %w", err)
	}
	server := &http.Server{Handler: api.Handler(), ReadTimeout: apiLimit, WriteTimeout: 2 * apiLimit}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(ln) // it ends with Close
	}()
	return ln.Addr(), func() {
		_ = server.Close() // who asks something now is not answered
		<-done
	}, nil
}

// apiLimit is how long a request may take to come, as toxiproxy has it.
const apiLimit = 15 * time.Second

// hand is an endpoint that is worked by hand.
type hand struct {
	api    *httpapi.Server
	tell   *narrator
	faults []fault.Fault
}

// arm arms all faults, beside those that are armed.
func (h *hand) arm() error {
	for _, f := range h.faults {
		if err := h.api.Arm(endpointName, f); err != nil {
			return harnessFailure(err)
		}
	}
	return nil
}

const handKeys = "a arms the faults again, h heals them, q ends it"

func (h *hand) obey(_ context.Context, line string) error {
	switch line {
	case "a":
		return h.arm()
	case "h":
		if err := h.api.Heal(endpointName); err != nil {
			return harnessFailure(fmt.Errorf("heal faults: %w", err))
		}
		return h.tell.say("healed")
	}
	return h.tell.say(handKeys)
}
