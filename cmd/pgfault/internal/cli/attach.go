package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/pgfault/pgfault/harness/target"
)

// attachOptions are the flags of a shim that somebody starts by hand.
type attachOptions struct {
	address     string
	noDeadlines bool
	stderr      io.Writer
}

func (o *attachOptions) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.address, "attach", "", "wait on this address of loopback, as 127.0.0.1:7000, for a shim that is started by hand with "+target.EnvAttach+" set to it")
	f.BoolVar(&o.noDeadlines, "no-deadlines", false, "let a shim that attaches take its time, as in a debugger: no call has a deadline, and none is given up")
}

// noLimit is the limit of a scenario that is looked at in a debugger.
const noLimit = 1000 * time.Hour

// completeAttach checks the flags of a shim that attaches, and what they say of others. There is one such shim at a time.
func (o *runOptions) completeAttach(cmd *cobra.Command) error {
	o.attach.stderr = cmd.ErrOrStderr()
	switch {
	case o.attach.address == "" && o.attach.noDeadlines:
		return usage("--no-deadlines is for a shim that attaches; give --attach too")
	case o.attach.address == "":
		return nil
	case len(o.shim) > 0 || cmd.Flags().Changed("target"):
		return usage("--attach waits for a shim; --target, and a shim after --, are others")
	case o.parallel > 1:
		return usage("--attach has one shim, which is asked one scenario at a time; --parallel %d can't be", int(o.parallel))
	}
	o.parallel = 1
	if o.attach.noDeadlines {
		o.timeout = noLimit
	}
	return nil
}

// target listens for the shim. Only loopback: whoever connects is told the way to a server, and its password.
func (o *attachOptions) target(ctx context.Context) (*attached, error) {
	host, _, err := net.SplitHostPort(o.address)
	if err != nil {
		return nil, usage("bad --attach: %w", err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, usage("--attach %s: take an address of loopback, as 127.0.0.1:7000", o.address)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.address)
	if err != nil {
		return nil, harnessFailure(err)
	}
	return &attached{Attached: &target.Attached{Listener: listener, NoDeadlines: o.noDeadlines, Waiting: func() {
		_, _ = fmt.Fprintf(o.stderr, "waiting for a shim; start it by hand, with %s=%s\n", target.EnvAttach, listener.Addr())
	}}, listener: listener}, nil
}

// attached is a target that ends with the run.
type attached struct {
	*target.Attached
	listener net.Listener
}

func (a *attached) Close(ctx context.Context) error {
	return errors.Join(a.Attached.Close(ctx), a.listener.Close())
}
