// Package spell finds what a misspelled name was meant to be.
package spell

// Nearest returns the name that is spelled most like word, the first where several are, or "" where nothing is close:
// where half of the letters have to change, and one more.
func Nearest(word string, names []string) string {
	best, least := "", len(word)/2+1
	for _, n := range names {
		if d := distance(word, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is Levenshtein's: how many letters have to change to turn a into b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
