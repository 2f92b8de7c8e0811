package wrap

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// state is what a database holds, by content.
type state struct {
	tables []tableState
	schema []string
	// counters are the sequences. They are no part of the state in which gaps do not count.
	counters []string
}

// tableState is what a table holds. Its digests do not depend on the order of the rows.
type tableState struct {
	table
	rows string
	// columns are the digests of the columns.
	columns map[string]string
	// whole is the digest of the rows without what differs by itself, and loose also without what is counted.
	whole, loose string
}

// leftOut are the columns that differ between runs without a fault, by table; a table that is there with no columns differs in
// the number of its rows.
type leftOut map[string][]string

// omits tells whether a column is left out.
func (l leftOut) omits(table, column string) bool { return slices.Contains(l[table], column) }

// countDiffers tells whether the number of rows differs by itself.
func (l leftOut) countDiffers(table string) bool {
	columns, there := l[table]
	return there && len(columns) == 0
}

// String lists them.
func (l leftOut) String() string {
	var all []string
	for table, columns := range l {
		if len(columns) == 0 {
			all = append(all, strings.TrimPrefix(table, "public.")+" (the number of its rows)")
		}
		for _, c := range columns {
			all = append(all, strings.TrimPrefix(table, "public.")+"."+c)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// digest is that of a row or value in SQL, the same whatever the order: a sum of 64 bits each.
func digest(of string) string {
	return "coalesce(sum(hashtextextended(" + of + ", 0)::numeric), 0)::text"
}

// rowOf is the text of a row of some columns, in SQL.
func rowOf(columns []string) string {
	if len(columns) == 0 {
		return "''"
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = quoteIdent(c)
	}
	return "ROW(" + strings.Join(quoted, ", ") + ")::text"
}

// kept are the columns that are not left out, with those that are counted or without them.
func (t table) kept(out leftOut, counted bool) []string {
	var names []string
	for _, c := range t.columns {
		if !out.omits(t.name, c.name) && (counted || !c.counted) {
			names = append(names, c.name)
		}
	}
	return names
}

// readState reads what a database holds.
func readState(ctx context.Context, db asker, out leftOut) (*state, error) {
	tables, err := readTables(ctx, db)
	if err != nil {
		return nil, err
	}
	s := &state{}
	if s.schema, err = lines(ctx, db, schemaSQL); err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	if s.counters, err = lines(ctx, db, sequencesSQL); err != nil {
		return nil, fmt.Errorf("read sequences: %w", err)
	}
	if len(tables) == 0 {
		return s, nil
	}
	parts := make([]string, len(tables))
	for i, t := range tables {
		columns := make([]string, 0, len(t.columns))
		for _, c := range t.columns {
			columns = append(columns, digest("coalesce("+quoteIdent(c.name)+"::text, 'NULL')"))
		}
		parts[i] = fmt.Sprintf("SELECT %d, count(*)::text, %s, %s, ARRAY[%s]::text[] FROM ONLY %s", i,
			digest(rowOf(t.kept(out, true))), digest(rowOf(t.kept(out, false))), strings.Join(columns, ", "), t.name)
	}
	rows, err := db.Ask(ctx, "", strings.Join(parts, "\nUNION ALL ")+"\nORDER BY 1")
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	for i, row := range rows {
		t := tableState{table: tables[i], rows: row[1], whole: row[2], loose: row[3], columns: map[string]string{}}
		for j, sum := range strings.FieldsFunc(row[4], func(r rune) bool { return strings.ContainsRune("{},", r) }) {
			t.columns[t.table.columns[j].name] = sum
		}
		s.tables = append(s.tables, t)
	}
	return s, nil
}

func lines(ctx context.Context, db asker, sql string) ([]string, error) {
	rows, err := db.Ask(ctx, "", sql)
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = strings.Join(strings.Fields(row[0]), " ")
	}
	return all, err
}

// table finds a table's state; nil where there is no such table.
func (s *state) table(name string) *tableState {
	for i := range s.tables {
		if s.tables[i].name == name {
			return &s.tables[i]
		}
	}
	return nil
}

// learn adds to what is left out what differs between two states that ought to be the same.
func (l leftOut) learn(a, b *state) {
	for i := range a.tables {
		t, other := &a.tables[i], b.table(a.tables[i].name)
		if other == nil {
			continue // the schema differs
		}
		if t.rows != other.rows {
			l[t.name] = []string{}
			continue
		}
		for _, c := range t.table.columns {
			if t.columns[c.name] != other.columns[c.name] && !l.omits(t.name, c.name) && !l.countDiffers(t.name) {
				l[t.name] = append(l[t.name], c.name)
			}
		}
	}
}

// differing are the names of the tables in which two states differ, but for gaps in sequences; schemaName is among them where
// the schema does.
func (s *state) differing(other *state, out leftOut) []string {
	var names []string
	if !slices.Equal(s.schema, other.schema) {
		names = append(names, schemaName)
	}
	for _, t := range s.tables {
		if o := other.table(t.name); o != nil && !out.countDiffers(t.name) && (t.rows != o.rows || t.loose != o.loose) {
			names = append(names, t.name)
		}
	}
	return names
}

// same tells whether two states are the same, but for gaps in sequences.
func (s *state) same(other *state, out leftOut) bool { return len(s.differing(other, out)) == 0 }

// sameRows tells whether a table is the same in two states.
func (s *state) sameRows(other *state, name string) bool {
	if name == schemaName {
		return slices.Equal(s.schema, other.schema)
	}
	a, b := s.table(name), other.table(name)
	return a != nil && b != nil && a.rows == b.rows && a.loose == b.loose
}
