// Package mark holds the benchmarks, a file each: ours and the peer in turn in one run, with what the project promises.
package mark

import "context"

// Benchmark is one comparison.
type Benchmark struct {
	// Name is what -run selects it by.
	Name string
	// Run measures, and gives the lines of the table. What can't be had here is a *MissingError.
	Run func(ctx context.Context, lab *Lab) ([]Row, error)
}

// All lists the benchmarks in the order in which they are run and shown. What needs a calm machine comes first.
func All() []Benchmark {
	return []Benchmark{
		diagnose,
		latency,
		bulk,
		arm,
		tracker,
		tap,
		reset,
		database,
		parallel,
		private,
		seed,
		sweeping, wrapping,
		catalogue,
	}
}
