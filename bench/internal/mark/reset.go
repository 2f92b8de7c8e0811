package mark

import (
	"context"
	"errors"
	"syscall"

	"github.com/pgfault/pgfault/bench/internal/peer"
	"github.com/pgfault/pgfault/harness/fault"
)

// reset counts how often a reset of a connection that is open and idle, as in a pool, is one: a RST, not a FIN.
var reset = Benchmark{Name: "reset", Run: func(ctx context.Context, lab *Lab) ([]Row, error) {
	const times = 30
	var staged, toxic float64
	for range times {
		for _, c := range []struct {
			count *float64
			try   func(ctx context.Context, lab *Lab) (bool, error)
		}{{&staged, resetByStage}, {&toxic, resetByToxic}} {
			reset, err := c.try(ctx, lab)
			if err != nil {
				return nil, err
			}
			if reset {
				*c.count++
			}
		}
	}
	row := ours("a reset on an idle connection is a RST", "of 30", staged).beside("toxiproxy", toxic, staged/toxic).promise("30 of 30", staged == times)
	return []Row{row.note("toxiproxy acts only once the client has asked something")}, nil
}}

func resetByStage(ctx context.Context, lab *Lab) (_ bool, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return false, err
	}
	conn, err := dialRaw(ctx, rig.DSN())
	if err != nil {
		return false, err
	}
	defer conn.close()
	injection, err := rig.Inject(ctx, fault.Reset{})
	if err != nil {
		return false, err
	}
	return errors.Is(conn.end(), syscall.ECONNRESET), injection.Heal(ctx)
}

func resetByToxic(ctx context.Context, lab *Lab) (_ bool, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return false, err
	}
	toxic, err := peer.OpenToxiproxy(lab.server.Addr())
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, toxic.Close()) }()
	conn, err := dialRaw(ctx, rig.Database().DSN(toxic.Addr()))
	if err != nil {
		return false, err
	}
	defer conn.close()
	if err := toxic.Add(`{"name":"bench","type":"reset_peer","attributes":{"timeout":0}}`); err != nil {
		return false, err
	}
	err = conn.query("SELECT 1")
	if err == nil {
		err = conn.end()
	}
	return errors.Is(err, syscall.ECONNRESET), nil
}
