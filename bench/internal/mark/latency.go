package mark

import (
	"context"
	"errors"
	"time"

	"github.com/pgfault/pgfault/bench/internal/stats"
)

// latency is what each kind of proxy adds to SELECT 1 over loopback: as it comes, and with all who take part on one CPU.
// As it comes, whether one who is woken is woken on a CPU that sleeps is more than what is measured, on either side by
// several microseconds; on one CPU the work alone is left, and that is what a promise can be held to.
var latency = Benchmark{Name: "latency", Run: func(ctx context.Context, lab *Lab) (_ []Row, err error) {
	free, err := compareLatency(ctx, lab)
	if err != nil {
		return nil, err
	}
	const what = "added to a round trip by the wire stage"
	rows := []Row{
		free.row(what, bufferCopy).
			note("direct %.1f µs; stage less copy %+.1f µs", free.of(direct), free.by(stage)-free.by(bufferCopy)),
		free.row(what, plainCopy),
		free.row(what, toxiproxy),
	}
	var bound ways
	err = onOneCPU(func() (err error) {
		alone := &Lab{Budget: lab.Budget, Seed: lab.Seed} // native: what Docker starts is not bound with us
		defer func() { err = errors.Join(err, alone.Close(ctx)) }()
		bound, err = compareLatency(ctx, alone)
		return err
	})
	const alike = "the same, with all on one CPU"
	var missing *MissingError
	if errors.Is(err, errors.ErrUnsupported) {
		missing = &MissingError{What: "way to bind processes to a CPU", Err: err}
	}
	if missing != nil || errors.As(err, &missing) {
		return append(rows, Missing(Benchmark{Name: alike}, missing)), nil
	}
	if err != nil {
		return nil, err
	}
	const allowed = 3 // µs
	more := bound.by(stage) - bound.by(bufferCopy)
	return append(rows, bound.row(alike, bufferCopy).
		promise("≤ plain copy + 3 µs", more <= allowed).
		note("direct %.1f µs; stage less copy %+.1f µs", bound.of(direct), more)), nil
}}

// compareLatency measures round trips by each way to the lab's server.
func compareLatency(ctx context.Context, lab *Lab) (_ ways, err error) {
	rig, err := lab.rig(ctx)
	if err != nil {
		return ways{}, err
	}
	f, err := openEndpoints(ctx, lab.server.Addr())
	if err != nil {
		return ways{}, err
	}
	defer func() { err = errors.Join(err, f.close(ctx)) }()
	var contestants []stats.Contestant
	for _, addr := range f.addrs {
		dsn := rig.Database().DSN(addr)
		contestants = append(contestants, func(ctx context.Context) (float64, error) { return roundTrips(ctx, dsn) })
	}
	samples, err := lab.plan(20).Run(ctx, contestants...)
	return ways{samples, f.names}, err
}

// ways are the round trips by each way, and the ways' names.
type ways struct {
	samples stats.Samples
	names   []string
}

// row is the stage beside another way.
func (w ways) row(what string, peer int) Row {
	return ours(what, "µs", w.by(stage)).beside(w.names[peer], w.by(peer), w.by(stage)/w.by(peer))
}

// of is a round trip by a way, in microseconds, where nothing disturbs it.
func (w ways) of(way int) float64 { return stats.Quantile(w.samples[way], undisturbed) }

// by is what a way adds to the straight one, in microseconds.
func (w ways) by(way int) float64 { return w.of(way) - w.of(direct) }

// undisturbed is the part of the round trips, and of the connections, that are quicker than the one that counts.
const undisturbed = 0.1

// roundTrips is the time of a round trip, in microseconds, on a connection of its own: where a connection's server process
// runs, and who wakes whom there, stays while it lasts.
func roundTrips(ctx context.Context, dsn string) (float64, error) {
	conn, err := dialRaw(ctx, dsn)
	if err != nil {
		return 0, err
	}
	defer conn.close()
	const warmUp, trips = 5, 50
	times := make([]float64, 0, trips)
	for i := range warmUp + trips {
		start := time.Now()
		if err := conn.query("SELECT 1"); err != nil {
			return 0, err
		}
		if i >= warmUp {
			times = append(times, since(start, time.Microsecond))
		}
	}
	return stats.Quantile(times, undisturbed), nil
}
