package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/clients"
	"github.com/pgfault/pgfault/harness/target/pgx"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// builtIn are the targets that need no shim.
var builtIn = []target.Target{reference.New(), pgx.New(), pgxstdlib.New()}

// chooseTarget is who is tested: the shim after --, one that attaches, or one of the targets that are built in.
func (o *runOptions) chooseTarget(ctx context.Context) (target.Target, error) {
	if o.attach.address != "" {
		return o.attach.target(ctx)
	}
	if len(o.shim) > 0 {
		return target.Exec(o.shim...), nil
	}
	for _, tgt := range builtIn {
		if tgt.Name() == o.target {
			return tgt, nil
		}
	}
	return clientTarget(ctx, o.target)
}

// clientTarget is a real client that is kept as a target, run by what is installed here.
func clientTarget(ctx context.Context, name string) (target.Target, error) {
	all, err := clients.Load(clients.Folder)
	if err != nil {
		return nil, harnessFailure(err)
	}
	known := []string{"reference", "pgx", "pgx-stdlib"}
	for _, c := range all {
		if c.Name == name {
			tgt, err := c.Direct(ctx)
			if err != nil {
				return nil, harnessFailure(err)
			}
			return tgt, nil
		}
		known = append(known, c.Name)
	}
	return nil, usage("unknown target %q; take %s, or give a shim after --", name, strings.Join(known, ", "))
}

// deviations are the declared deviations: of the file that --expect names, or those that the target itself declares.
func (o *runOptions) deviations(tgt target.Target, selected []scenario.Scenario) (verdict.Deviations, error) {
	var ids []string
	for _, s := range slices.Concat(scenarios.All(), selected) {
		ids = append(ids, s.ID)
	}
	if o.expect != "" {
		data, err := readBounded(o.expect)
		if err != nil {
			return nil, usage("bad --expect: %w", err)
		}
		declared, err := verdict.LoadDeviations(data, ids...)
		if err != nil {
			return nil, usage("bad --expect: %s: %w", o.expect, err)
		}
		return declared, nil
	}
	own, ok := tgt.(target.Declarer)
	if !ok {
		return nil, nil
	}
	declared, err := verdict.LoadDeviations(own.Expect(), ids...)
	if err != nil {
		return nil, harnessFailure(err)
	}
	return declared, nil
}
