package mark

import (
	"context"
	"errors"
	"time"

	"github.com/pgfault/pgfault/bench/internal/stats"
)

// latency is what each kind of proxy adds to SELECT 1 over loopback.
var latency = Benchmark{Name: "latency", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return nil, err
	}
	f, err := openFronts(ctx, lab.server.Addr())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.close(ctx)) }()
	var contestants []stats.Contestant
	for _, addr := range f.addrs {
		conn, err := dialRaw(ctx, rig.Database().DSN(addr))
		if err != nil {
			return nil, err
		}
		defer conn.close()
		contestants = append(contestants, func(context.Context) (float64, error) { return roundTrips(conn) })
	}
	s, err := lab.plan(20).Run(ctx, contestants...)
	if err != nil {
		return nil, err
	}
	added := func(way int) float64 { return s.Difference(way, direct) }
	const allowed = 3 // µs
	row := ours("added to a round trip by the wire stage", "µs", added(stage)).
		beside(f.names[bufferCopy], added(bufferCopy), added(stage)/added(bufferCopy)).
		promise("≤ plain copy + 3 µs", s.Difference(stage, bufferCopy) <= allowed).
		note("direct %.1f µs; stage less copy %+.1f µs", s.Median(direct), s.Difference(stage, bufferCopy))
	return []Row{
		row,
		ours(row.What, "µs", added(stage)).beside(f.names[plainCopy], added(plainCopy), added(stage)/added(plainCopy)),
		ours(row.What, "µs", added(stage)).beside(f.names[toxiproxy], added(toxiproxy), added(stage)/added(toxiproxy)),
	}, nil
}}

// roundTrips is the median time of a round trip, in microseconds.
func roundTrips(conn *raw) (float64, error) {
	const trips = 25
	times := make([]float64, trips)
	for i := range times {
		start := time.Now()
		if err := conn.query("SELECT 1"); err != nil {
			return 0, err
		}
		times[i] = since(start, time.Microsecond)
	}
	return stats.Median(times), nil
}
