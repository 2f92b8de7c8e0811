package mark

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/pgfault/pgfault/bench/internal/peer"
)

// templateMS is how many milliseconds pgtestdb's way took for a database where the promises were set.
const templateMS = 22

// database is how long a test waits for its database, one test after the other.
var database = Benchmark{Name: "database", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	templates, err := lab.templates(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, templates.Close(ctx)) }()
	d := databases{server: lab.server, templates: templates}
	plan := lab.plan(10)
	plan.Budget *= 2
	s, err := plan.Run(ctx, d.warm, d.fresh, d.cycle, d.peer, d.peerCycle)
	if err != nil {
		return nil, err
	}
	const way = "pgtestdb's way"
	return []Row{
		ours("a database for a test, from the warm pool", "ms", s.Median(0)).beside(way, s.Median(3), s.Ratio(0, 3)).atMostBeside(1, templateMS),
		ours("a database for a test, none ready", "ms", s.Median(1)).beside(way, s.Median(3), s.Ratio(1, 3)).atMostBeside(8, templateMS),
		ours("a database, a connection, SELECT 1, drop", "ms", s.Median(2)).beside(way, s.Median(4), s.Ratio(2, 4)),
	}, nil
}}

// templates are the peer's, on the shared server.
func (l *Lab) templates(ctx context.Context) (*peer.Templates, error) {
	rig, err := l.rig(ctx)
	if err != nil {
		return nil, err
	}
	admin, err := rig.Database().AdminConn(ctx)
	if err != nil {
		return nil, err
	}
	cfg := admin.Config()
	if err := admin.Close(ctx); err != nil {
		return nil, fmt.Errorf("close admin connection: %w", err)
	}
	cfg.Database = "postgres"
	user, err := url.Parse(rig.Database().DSN(l.server.Addr()))
	if err != nil {
		return nil, errors.New("read DSN") // the error may quote the password
	}
	return peer.OpenTemplates(ctx, cfg, user)
}
