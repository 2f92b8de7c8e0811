package wrap

import (
	"context"
	"fmt"
	"strings"
)

// truthName is what the answer to the queries is called among the tables.
const truthName = "the truth"

// readTruth reads the state that some queries ask for: each is a table, whose rows are the answer.
func readTruth(ctx context.Context, db asker, queries []string) (*state, error) {
	s := &state{}
	for i, sql := range queries {
		rows, err := db.Ask(ctx, "NULL", sql)
		if err != nil {
			return nil, &ProgramError{fmt.Sprintf("--truth %q: %v", short(sql), err)}
		}
		for _, row := range rows {
			s.schema = append(s.schema, fmt.Sprintf("%s%s", prefixOf(i, len(queries)), strings.Join(row, " | ")))
		}
	}
	return s, nil
}

// prefixOf tells the rows of several queries apart.
func prefixOf(i, of int) string {
	if of == 1 {
		return ""
	}
	return fmt.Sprintf("(%d) ", i+1)
}
