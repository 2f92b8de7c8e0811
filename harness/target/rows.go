package target

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Rows are rows of text; nil is NULL.
type Rows [][]*string

// UnmarshalJSON takes rows as arrays of text or null, and, as a copy_out answers them, as lines.
func (r *Rows) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	rows := make(Rows, 0, len(raw))
	for i, one := range raw {
		var row []*string
		if line := bytes.TrimSpace(one); len(line) > 0 && line[0] == '"' {
			row = make([]*string, 1)
			if err := json.Unmarshal(one, &row[0]); err != nil {
				return fmt.Errorf("read row %d: %w", i+1, err)
			}
		} else if err := json.Unmarshal(one, &row); err != nil {
			return fmt.Errorf("read row %d, whose values must be text or null: %w", i+1, err)
		}
		rows = append(rows, row)
	}
	*r = rows
	return nil
}

// Text gives the rows with null in the place of NULL.
func (r Rows) Text(null string) [][]string {
	out := make([][]string, len(r))
	for i, row := range r {
		out[i] = make([]string, len(row))
		for j, v := range row {
			out[i][j] = null
			if v != nil {
				out[i][j] = *v
			}
		}
	}
	return out
}

// lines gives the first column of each row, as a copy_out is written.
func (r Rows) lines() []string {
	out := make([]string, len(r))
	for i, row := range r {
		if len(row) > 0 && row[0] != nil {
			out[i] = *row[0]
		}
	}
	return out
}
