package wrap

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// state is what a database holds, by content.
type state struct {
	catalog
	rows map[string]tableState // by table
	// databases are the others of a server that the program has for itself.
	databases []string
}

// tableState is what a table holds. Its digests do not depend on the order of the rows.
type tableState struct {
	count string // of the rows
	// digest is that of the rows, without what differs by itself and without what is counted.
	digest string
	// columns are the digests of the columns, by name; none where they were not asked for.
	columns map[string]string
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

// kept are the columns that are neither left out nor counted.
func (t table) kept(out leftOut) []string {
	var names []string
	for _, c := range t.columns {
		if !out.omits(t.name, c.name) && !c.counted {
			names = append(names, c.name)
		}
	}
	return names
}

// readState reads what a database holds, with the digests of the columns or without them. Its name is empty where it is the
// program's own.
func readState(ctx context.Context, db asker, out leftOut, columns bool, database string) (*state, error) {
	c, err := readCatalog(ctx, db)
	if err != nil {
		return nil, err
	}
	if database != "" {
		for i := range c.tables {
			c.tables[i].name += inDatabase + database
		}
	}
	s := &state{catalog: *c, rows: map[string]tableState{}}
	if len(s.tables) == 0 {
		return s, nil
	}
	parts := make([]string, len(s.tables))
	for i, t := range s.tables {
		var each []string
		for _, c := range t.columns {
			if columns {
				each = append(each, digest("coalesce("+quoteIdent(c.name)+"::text, 'NULL')"))
			}
		}
		parts[i] = fmt.Sprintf("SELECT %d, count(*)::text, %s, ARRAY[%s]::text[] FROM ONLY %s", i, digest(rowOf(t.kept(out))), strings.Join(each, ", "), t.sql)
	}
	rows, err := db.Ask(ctx, "", strings.Join(parts, "\nUNION ALL "))
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	for _, row := range rows {
		i, err := strconv.Atoi(row[0])
		if err != nil {
			return nil, fmt.Errorf("read tables: %w", err)
		}
		t := tableState{count: row[1], digest: row[2], columns: map[string]string{}}
		for j, sum := range strings.FieldsFunc(row[3], func(r rune) bool { return strings.ContainsRune("{},", r) }) {
			t.columns[s.tables[i].columns[j].name] = sum
		}
		s.rows[s.tables[i].name] = t
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

// table finds a table; nil where there is no such table.
func (s *state) table(name string) *table {
	for i := range s.tables {
		if s.tables[i].name == name {
			return &s.tables[i]
		}
	}
	return nil
}

// learn adds to what is left out what differs between two states that ought to be the same.
func (l leftOut) learn(a, b *state) {
	for _, t := range a.tables {
		mine, there := a.rows[t.name]
		other, too := b.rows[t.name]
		if !there || !too {
			continue // the schema differs
		}
		if mine.count != other.count {
			l[t.name] = []string{}
			continue
		}
		for _, c := range t.columns {
			if mine.columns[c.name] != other.columns[c.name] && !l.omits(t.name, c.name) && !l.countDiffers(t.name) {
				l[t.name] = append(l[t.name], c.name)
			}
		}
	}
	if !slices.Equal(a.databases, b.databases) {
		l[databasesName] = []string{}
	}
	for name, s := range a.sequences {
		if s != b.sequences[name] {
			l[sequenceName+name] = []string{}
		}
	}
}

// sequenceName begins what a sequence is called among the tables.
const sequenceName = "sequence "

// differing are the names of the tables in which two states differ, but for gaps in sequences; schemaName is among them where
// the schema does.
func (s *state) differing(other *state, out leftOut) []string {
	var names []string
	if !slices.Equal(s.schema, other.schema) {
		names = append(names, schemaName)
	}
	for _, t := range s.tables {
		mine, theirs := s.rows[t.name], other.rows[t.name]
		if other.table(t.name) != nil && !out.countDiffers(t.name) && (mine.count != theirs.count || mine.digest != theirs.digest) {
			names = append(names, t.name)
		}
	}
	return names
}

// lagging are the sequences that have not come as far as those of another state, which have the same schema.
func (s *state) lagging(other *state, out leftOut) []string {
	var names []string
	for name, theirs := range other.sequences {
		if mine, there := s.sequences[name]; there && !out.countDiffers(sequenceName+name) && mine.behind(theirs) {
			names = append(names, sequenceName+name)
		}
	}
	slices.Sort(names)
	return names
}

// same tells whether two states are the same, but for gaps in sequences.
func (s *state) same(other *state, out leftOut) bool {
	return len(s.differing(other, out)) == 0 && len(other.differing(s, out)) == 0
}

// sameRows tells whether a table is the same in two states.
func (s *state) sameRows(other *state, name string) bool {
	if name == schemaName {
		return slices.Equal(s.schema, other.schema)
	}
	a, b := s.rows[name], other.rows[name]
	return s.table(name) != nil && other.table(name) != nil && a.count == b.count && a.digest == b.digest
}
