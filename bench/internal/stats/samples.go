package stats

// Samples are the samples of each contestant, in the order of the rounds.
type Samples [][]float64

// Median is the median of a contestant.
func (s Samples) Median(i int) float64 { return Median(s[i]) }

// Ratio is the median over the rounds of a's sample by b's in the same round.
func (s Samples) Ratio(a, b int) float64 {
	return Median(s.pairs(a, b, func(x, y float64) float64 { return x / y }))
}

// Difference is the median over the rounds of a's sample less b's in the same round.
func (s Samples) Difference(a, b int) float64 {
	return Median(s.pairs(a, b, func(x, y float64) float64 { return x - y }))
}

func (s Samples) pairs(a, b int, compare func(x, y float64) float64) []float64 {
	n := min(len(s[a]), len(s[b]))
	values := make([]float64, n)
	for i := range values {
		values[i] = compare(s[a][i], s[b][i])
	}
	return values
}
