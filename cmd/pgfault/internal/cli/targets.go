package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/report"
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

// eachTarget does what a command does for each of the targets that --target names: where it names a set, each with a folder of its
// own for its reports, also in a set of one, as language:tcl is. An error of one does not keep the others from theirs.
func (a *app) eachTarget(ctx context.Context, o *runOptions, do func(ctx context.Context, o *runOptions) error) error {
	if o.attach.address != "" || len(o.shim) > 0 {
		return do(ctx, o)
	}
	names, err := o.targetNames()
	if err != nil {
		return err
	}
	if len(names) > 1 && o.junit != "" {
		return usage("--junit is the file of one target; %s are %d", o.target, len(names))
	}
	if len(names) > 1 && (o.htmlFile != "" || o.open) {
		return usage("--html and --open are for the page of one run; %s are %d, of which pgfault report makes one page afterwards", o.target, len(names))
	}
	worst := 0
	for _, name := range names {
		one := *o
		one.target = name
		if names[0] == o.target {
			return do(ctx, &one)
		}
		one.out = filepath.Join(o.out, name)
		err := do(ctx, &one)
		if err != nil && err.Error() != "" {
			_, _ = fmt.Fprintf(a.stderr, "pgfault: %s: %s\n", report.Escape(name), report.Escape(err.Error()))
		}
		worst = max(worst, codeOf(err))
		if ctx.Err() != nil {
			break
		}
	}
	if worst != 0 {
		return &exitError{code: worst}
	}
	return nil
}

// targetNames are the targets that --target names, each once: names, all clients, or those of a language.
func (o *runOptions) targetNames() ([]string, error) {
	all, err := clients.Load(clients.Folder)
	if err != nil {
		return nil, harnessFailure(err)
	}
	var names []string
	for _, word := range strings.Split(o.target, ",") {
		if slices.ContainsFunc(builtIn, func(t target.Target) bool { return t.Name() == word }) {
			names = append(names, word)
			continue
		}
		chosen, err := clients.Choose(all, word)
		if err != nil {
			return nil, usage("unknown target %q: %w; take %s, or give a shim after --", word, err, knownTargets(all))
		}
		for _, c := range chosen {
			if !slices.Contains(names, c.Name) {
				names = append(names, c.Name)
			}
		}
	}
	return names, nil
}

func knownTargets(all []clients.Client) string {
	var known []string
	for _, tgt := range builtIn {
		known = append(known, tgt.Name())
	}
	if len(all) == 0 {
		return strings.Join(known, ", ")
	}
	return strings.Join(known, ", ") + ", all, language:LANGUAGE, or one of pgfault targets"
}

// chooseTarget is who is tested: the shim after --, one that attaches, or the target of that name.
func (a *app) chooseTarget(ctx context.Context, o *runOptions) (target.Target, error) {
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
	all, err := clients.Load(clients.Folder)
	if err != nil {
		return nil, harnessFailure(err)
	}
	chosen, err := clients.Choose(all, o.target)
	if err != nil || len(chosen) != 1 {
		return nil, usage("unknown target %q; take %s, or give a shim after --", o.target, knownTargets(all))
	}
	tgt, err := chosen[0].Target(ctx, o.direct, a.stderr)
	if err != nil {
		return nil, harnessFailure(err)
	}
	return tgt, nil
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
