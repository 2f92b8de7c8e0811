package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
)

// closeLimit bounds the cleaning up after a run.
const closeLimit = 20 * time.Second

// server is a server of the run, and the version it was asked for.
type server struct {
	*postgres.Server
	asked string
}

// start asks the target who it is, and starts a server for each version. What it has started before an error is the
// plan's, for close.
func (p *plan) start(ctx context.Context) error {
	if err := engine.CheckOpenFiles(); err != nil {
		return harnessFailure(err)
	}
	inst, err := p.target.Start(ctx)
	if err != nil {
		return harnessFailure(err)
	}
	p.hello = inst.Hello()
	if err := inst.Close(ctx); err != nil {
		return harnessFailure(fmt.Errorf("close target: %w", err))
	}
	return p.startServers(ctx)
}

// startServers starts a server for each version.
func (p *plan) startServers(ctx context.Context) error {
	versions := p.o.pgVersions
	if len(versions) == 0 {
		versions = []string{""}
	}
	for _, version := range versions {
		srv, err := postgres.Start(ctx, postgres.Config{Provider: p.o.postgres, Version: version, Messages: p.o.lcMessages})
		if err != nil {
			return harnessFailure(err)
		}
		p.servers = append(p.servers, server{Server: srv, asked: version})
	}
	return nil
}

// close stops the servers, also where ctx has ended.
func (p *plan) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), closeLimit, errors.New("the limit for cleaning up was hit"))
	defer cancel()
	var errs []error
	if ends, ok := p.target.(interface {
		Close(ctx context.Context) error
	}); ok {
		errs = append(errs, ends.Close(ctx))
	}
	for _, srv := range p.servers {
		errs = append(errs, srv.Close(ctx))
	}
	return errors.Join(errs...)
}
