// Package stats compares things that are measured in turn on a machine that others use too: medians of many rounds, and
// ratios of what stood side by side in one round.
package stats

import (
	"math"
	"slices"
)

// Median is the middle of the values, NaN where there are none. It leaves them as they are.
func Median(values []float64) float64 { return Quantile(values, 0.5) }

// Quantile is the value below which the part q (0 to 1) of the values lies, between two of them where it falls between
// them. It is NaN where there are none, and leaves them as they are.
func Quantile(values []float64, q float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	at := min(max(q, 0), 1) * float64(len(sorted)-1)
	low := int(at)
	if low == len(sorted)-1 {
		return sorted[low]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}
