package mark

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/harness/verdict"
	"github.com/pgfault/pgfault/scenarios"
)

// The promises of the whole catalogue, in seconds, where a database took pgtestdb's way templateMS.
const (
	nativeSeconds    = 20
	containerSeconds = 40
)

// catalogue is the wall clock of the whole catalogue, natively and in containers, and of the scenarios that take longest.
var catalogue = Benchmark{Name: "catalogue", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	templates, err := lab.templates(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, templates.Close(ctx)) }()
	peer, err := lab.plan(10).Run(ctx, databases{server: lab.server, templates: templates}.peer)
	if err != nil {
		return nil, err
	}
	rows, err := wholeCatalogue(ctx, lab.server, lab.Seed, peer.Median(0))
	if err != nil || lab.server.Provider() == postgres.Container {
		return rows, err
	}
	server, err := postgres.Start(ctx, postgres.Config{Provider: postgres.Container, Version: fmt.Sprint(lab.server.Major())})
	if errors.Is(err, postgres.ErrUnavailable) {
		return append(rows, Missing(Benchmark{Name: "the whole catalogue in containers"}, &MissingError{What: "containers", Err: err})), nil
	}
	if err != nil {
		return nil, err
	}
	inContainers, err := wholeCatalogue(ctx, server, lab.Seed, peer.Median(0))
	return append(rows, inContainers...), errors.Join(err, server.Close(context.WithoutCancel(ctx)))
}}

// wholeCatalogue runs it on a server. What is promised in seconds is scaled by what the peer takes for a database here.
func wholeCatalogue(ctx context.Context, srv *postgres.Server, seed int64, peerMS float64) ([]Row, error) {
	seconds := float64(nativeSeconds)
	if srv.Provider() == postgres.Container {
		seconds = containerSeconds
	}
	all := scenarios.All()
	start := time.Now()
	report, err := engine.Run(ctx, engine.Config{Scenarios: all, Target: reference.New(), Server: srv, Seed: seed})
	if err != nil {
		return nil, err
	}
	took := time.Since(start).Seconds()
	limit := seconds * peerMS / templateMS
	whole := ours(fmt.Sprintf("the whole catalogue, %d scenarios (%s)", len(all), srv.Provider()), "s", took).
		promise(fmt.Sprintf("≤ %s s (%s s where pgtestdb's way takes %d ms for a database; here %s)",
			number(limit), number(seconds), templateMS, number(peerMS)), took <= limit)
	rows := []Row{whole.note("%s", counts(report.Counts))}
	results := slices.Clone(report.Results)
	slices.SortStableFunc(results, func(a, b verdict.Result) int { return cmp.Compare(b.Duration, a.Duration) })
	for _, r := range results[:min(10, len(results))] {
		rows = append(rows, ours("  "+r.ID, "ms", float64(r.Duration)/float64(time.Millisecond)).note("%s", r.Outcome))
	}
	return rows, nil
}

func counts(of map[verdict.Outcome]int) string {
	var parts []string
	for outcome, n := range of {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, outcome))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
