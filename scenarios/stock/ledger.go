// Package stock holds what several scenarios set up and ask in the same way.
package stock

import "github.com/pgfault/pgfault/harness/scenario"

// Ledger makes the table that scenarios write to: who writes twice, or not at all, is seen in it. It has a key that
// the server hands out, so that the same INSERT can succeed twice, as it does for a client that repeats it unasked.
var Ledger = []string{
	`CREATE TABLE ledger (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry text NOT NULL)`,
	`GRANT ALL ON ledger TO PUBLIC`,
}

// Holds is the truth that the ledger has these entries, each once, and no others.
func Holds(name string, entries ...string) scenario.Truth {
	rows := make([][]string, 0, len(entries))
	for _, e := range entries {
		rows = append(rows, []string{e})
	}
	return scenario.Truth{Name: name, SQL: `SELECT entry FROM ledger ORDER BY entry, id`, Rows: rows}
}
