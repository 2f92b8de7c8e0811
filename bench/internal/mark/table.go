package mark

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"
)

// WriteTable writes the lines for people.
func WriteTable(w io.Writer, rows []Row) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "what\tours\tpeer\tratio\tpromise\tholds\tnote")
	for _, r := range rows {
		fmt.Fprintln(table, strings.Join(r.cells(), "\t"))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func (r Row) cells() []string {
	cells := []string{r.What, "-", "-", "-", "-", "-", r.Note}
	if r.Ours != nil {
		cells[1] = strings.TrimSpace(number(*r.Ours) + " " + r.Unit)
	}
	if r.Peer != nil {
		cells[2] = fmt.Sprintf("%s (%s)", strings.TrimSpace(number(*r.Peer)+" "+r.Unit), r.PeerName)
	}
	if r.Ratio != nil {
		cells[3] = strconv.FormatFloat(*r.Ratio, 'f', decimals(*r.Ratio, 3), 64)
	}
	if r.Promise != "" {
		cells[4] = r.Promise
	}
	if r.Holds != nil {
		cells[5] = map[bool]string{true: "yes", false: "NO"}[*r.Holds]
	}
	return cells
}

// number shows three digits that mean something.
func number(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e6 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', decimals(v, 2), 64)
}

// decimals is how many places a number is shown with: fewer the larger it is.
func decimals(v float64, most int) int {
	for limit := 10.0; most > 0 && math.Abs(v) >= limit; limit *= 10 {
		most--
	}
	return most
}
