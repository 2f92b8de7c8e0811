package layersweep

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Share is how many of some points got a definite answer.
type Share struct {
	Definite, Of int
	// Unknown are those that got none.
	Unknown []string
}

// Percent is the share in hundredths of a percent, rounded down.
func (s Share) Percent() int { return s.Definite * 10000 / max(s.Of, 1) }

// Shares are the shares of definite answers by entry point and way to ask, of the points whose truth follows from the bytes
// that the client was given.
type Shares map[string]Share

// count takes a run into account.
func (s Shares) count(run *Run) {
	if !run.follows() {
		return
	}
	for _, c := range run.Claims {
		if !slices.Contains(entries, c.Entry) {
			continue
		}
		key := run.Point.Operation.Entry + " " + c.Entry
		share := s[key]
		share.Of++
		if definite(c.D) {
			share.Definite++
		} else {
			share.Unknown = append(share.Unknown, run.Point.String())
		}
		s[key] = share
	}
}

// write writes the shares, a line each.
func (s Shares) write(w io.Writer) error {
	for _, key := range slices.Sorted(maps.Keys(s)) {
		p := s[key].Percent()
		if _, err := fmt.Fprintf(w, "%-45s %3d.%02d\n", key, p/100, p%100); err != nil {
			return err
		}
	}
	return nil
}

// readShares reads what write has written, in hundredths of a percent.
func readShares(r io.Reader) (map[string]int, error) {
	shares := map[string]int{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		at := strings.LastIndexByte(lines.Text(), ' ')
		var whole, part int
		if _, err := fmt.Sscanf(lines.Text()[at+1:], "%d.%d", &whole, &part); err != nil {
			return nil, fmt.Errorf("read shares: %q: %w", lines.Text(), err)
		}
		shares[strings.TrimSpace(lines.Text()[:at+1])] = whole*100 + part
	}
	return shares, lines.Err()
}
