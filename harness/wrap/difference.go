package wrap

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Difference is how a table differs from what a run without a fault leaves.
type Difference struct {
	Table string `json:"table"`
	// Missing and Extra are how many rows there are too few and too many, and Doubled how many of those too many are rows that a
	// run without a fault leaves too.
	Missing int `json:"missing,omitempty"`
	Extra   int `json:"extra,omitempty"`
	Doubled int `json:"doubled,omitempty"`
	// Again says that the table holds what two runs leave.
	Again bool `json:"again,omitempty"`
	// Rows are some of them, each with a sign before it.
	Rows []string `json:"rows,omitempty"`
}

// rowsCompared bounds the rows that are compared one by one, and rowsShown those that are shown.
const (
	rowsCompared = 5000
	rowsShown    = 6
)

// difference compares the rows of a table.
func difference(t string, want, got []string) Difference {
	d := Difference{Table: strings.TrimPrefix(t, "public.")}
	counts := map[string]int{}
	for _, row := range want {
		counts[row]++
	}
	known := map[string]bool{}
	for row := range counts {
		known[row] = true
	}
	show := func(sign, row string) {
		if len(d.Rows) < rowsShown {
			d.Rows = append(d.Rows, sign+" "+row)
		}
	}
	for _, row := range got {
		if counts[row] > 0 {
			counts[row]--
			continue
		}
		d.Extra++
		if known[row] {
			d.Doubled++
		}
		show("+", row)
	}
	for _, row := range want {
		if counts[row] > 0 {
			counts[row]--
			d.Missing++
			show("-", row)
		}
	}
	return d
}

// rowsOf are the rows of a table as text, without what is left out and what is counted, or the lines of the schema.
func (s *state) rowsOf(ctx context.Context, db asker, name string, out leftOut) ([]string, error) {
	if name == schemaName {
		return s.schema, nil
	}
	t := s.table(name)
	if t == nil {
		return nil, nil
	}
	return lines(ctx, db, fmt.Sprintf("SELECT %s FROM ONLY %s ORDER BY 1 LIMIT %d", rowOf(t.kept(out)), t.sql, rowsCompared))
}

// changes is how many rows there are too few and too many.
func (d Difference) changes() int { return d.Missing + d.Extra }

// String says it in a few words.
func (d Difference) String() string {
	if strings.HasPrefix(d.Table, sequenceName) && len(d.Rows) == 2 {
		return fmt.Sprintf("%s has not come as far as in a clean run (%s)", d.Table, strings.Join(d.Rows, ", "))
	}
	var parts []string
	if d.Doubled > 0 {
		parts = append(parts, fmt.Sprintf("%d twice", d.Doubled))
	}
	if other := d.Extra - d.Doubled; other > 0 {
		parts = append(parts, fmt.Sprintf("%d too many", other))
	}
	if d.Missing > 0 {
		parts = append(parts, fmt.Sprintf("%d missing", d.Missing))
	}
	text := d.Table
	if len(parts) > 0 {
		what := "rows"
		if d.Table == schemaName {
			what = "objects"
		}
		text += ": of its " + what + " " + strings.Join(parts, ", ")
	}
	if len(d.Rows) > 0 {
		first := d.Rows[0]
		if at := slices.IndexFunc(d.Rows, func(r string) bool { return strings.HasPrefix(r, "+") == (d.Extra > 0) }); at >= 0 {
			first = d.Rows[at]
		}
		text += fmt.Sprintf(" (%s)", short(first))
	}
	return text
}

// shown is how many characters are shown of a text in the midst of a sentence.
const shown = 60

// short cuts a text.
func short(text string) string {
	runes := []rune(text)
	if len(runes) <= shown {
		return text
	}
	return string(runes[:shown-1]) + "…"
}
