package wrap

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// asker asks the database by a way that no fault touches; NULL is the text that is given.
type asker interface {
	Ask(ctx context.Context, null, sql string) ([][]string, error)
}

// column is a column of a table.
type column struct {
	name string
	// counted says that a sequence fills it, or that it refers to one that is filled by a sequence: a gap in the sequence, which a
	// transaction that was rolled back leaves, moves its values and harms nobody.
	counted bool
}

// table is a table with its columns, in the order of the columns.
type table struct {
	name    string // with its database, where that is not the program's own
	sql     string // the name as SQL has it
	columns []column
}

// catalogSQL gives the objects that are not the server's own, a row each: its kind, the object that it belongs to, and what it is. It
// is asked over a connection that has just begun, whose first look into each catalogue is what costs: so it joins nothing, and leaves
// that to who reads the rows.
const catalogSQL = `SELECT 'namespace', oid::text, nspname::text, coalesce(nspacl::text, ''), '', '' FROM pg_namespace
UNION ALL SELECT 'relation', oid::text, relnamespace::text, relkind::text || relpersistence::text, oid::regclass::text,
	CASE WHEN relkind IN ('v', 'm') THEN ' ' || pg_get_viewdef(oid) WHEN relkind = 'p' THEN ' ' || pg_get_partkeydef(oid)
		WHEN relkind = 'S' AND relpersistence <> 't' THEN coalesce(pg_sequence_last_value(oid)::text, '') ELSE '' END
	|| CASE WHEN relkind = 'S' THEN '' ELSE CASE WHEN relrowsecurity THEN ' row security' ELSE '' END || coalesce(' ' || relacl::text, '') END
	FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
UNION ALL SELECT 'sequence', seqrelid::text, seqincrement::text, '', '', '' FROM pg_sequence
UNION ALL SELECT 'attribute', attrelid::text, attnum::text, attname::text, (attidentity <> '')::text, format_type(atttypid, atttypmod)
	|| CASE WHEN attnotnull THEN ' not null' ELSE '' END || attidentity::text || attgenerated::text || coalesce(' ' || attacl::text, '')
	FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'default', adrelid::text, adnum::text, pg_get_expr(adbin, adrelid), '', '' FROM pg_attrdef WHERE adrelid >= 16384
UNION ALL SELECT 'index', indrelid::text, pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END, '', '', ''
	FROM pg_index WHERE indexrelid >= 16384
UNION ALL SELECT 'constraint', conrelid::text, connamespace::text, quote_ident(conname) || coalesce(' on ' || NULLIF(conrelid, 0)::regclass::text, '')
	|| ' ' || pg_get_constraintdef(oid), CASE WHEN contype = 'f' THEN confrelid::text ELSE '' END, array_to_string(conkey, ',') || ';' || array_to_string(confkey, ',')
	FROM pg_constraint WHERE oid >= 16384
UNION ALL SELECT 'function', pronamespace::text, oid::regprocedure || ' ' || md5(prosrc) || ' ' || pg_get_function_result(oid) || coalesce(' ' || proacl::text, ''), '', '', ''
	FROM pg_proc WHERE oid >= 16384 AND prokind IN ('f', 'p')
UNION ALL SELECT 'type', typnamespace::text, oid::regtype || ' ' || typtype::text, '', '', '' FROM pg_type WHERE oid >= 16384 AND typtype IN ('e', 'd', 'r', 'm')
UNION ALL SELECT 'label', enumtypid::regtype || ' ' || enumlabel, enumsortorder::text, '', '', '' FROM pg_enum WHERE oid >= 16384
UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) || ' ' || tgenabled::text, '', '', '', '' FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'extension', extname::text, '', '', '', '' FROM pg_extension
UNION ALL SELECT 'policy', polname || ' on ' || polrelid::regclass || ' ' || coalesce(pg_get_expr(polqual, polrelid), ''), '', '', '', '' FROM pg_policy
UNION ALL SELECT 'publication', pubname::text, '', '', '', '' FROM pg_publication
UNION ALL SELECT 'prepared transaction', gid, '', '', '', '' FROM pg_prepared_xact() WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
UNION ALL SELECT 'large object', md5(lo_get(oid)), '', '', '', '' FROM pg_largeobject_metadata`

// catalog is what a database has beside the rows of its tables.
type catalog struct {
	tables []table
	// schema is a line for each object: what it is, and how it is defined.
	schema []string
	// sequences are what each sequence has come to.
	sequences map[string]sequence
	// prepared are the transactions that were prepared and not ended, temporary the temporary tables that are left.
	prepared, temporary []string
}

// sequence is what a sequence has come to.
type sequence struct {
	called bool
	last   int64
	step   int64
}

// behind tells whether a sequence has not come as far as another: it will give a value that was given.
func (s sequence) behind(other sequence) bool {
	if !other.called || !s.called {
		return other.called
	}
	return (s.last-other.last)*s.step < 0
}

// String is its last value.
func (s sequence) String() string {
	if !s.called {
		return "not called"
	}
	return strconv.FormatInt(s.last, 10)
}

// relation is a table, a view or a sequence, as it is read.
type relation struct {
	table
	holds bool           // rows of its own, that last
	own   bool           // its columns are part of the schema
	byNum map[string]int // the places of its columns
}

// readCatalog reads it.
func readCatalog(ctx context.Context, db asker) (*catalog, error) {
	rows, err := db.Ask(ctx, "", catalogSQL)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	r := &catalogReading{own: map[string]bool{"0": true}, relations: map[string]*relation{}, steps: map[string]int64{}}
	r.sequences = map[string]sequence{}
	for _, kind := range catalogOrder {
		for _, row := range rows {
			if row[0] == kind {
				r.take(kind, row[1:])
			}
		}
	}
	for _, row := range rows {
		if !slices.Contains(catalogOrder, row[0]) {
			r.take(row[0], row[1:])
		}
	}
	r.tablesOf()
	r.follow()
	slices.Sort(r.schema)
	slices.SortFunc(r.tables, func(a, b table) int { return strings.Compare(a.name, b.name) })
	return &r.catalog, nil
}

// catalogOrder are the kinds that others refer to, in the order in which they are taken.
var catalogOrder = []string{"namespace", "sequence", "relation", "attribute", "default"}

// catalogReading is a catalogue while it is read.
type catalogReading struct {
	catalog
	own        map[string]bool // the schemas that are not the server's, by their OID
	relations  map[string]*relation
	steps      map[string]int64
	references [][2]*column // a column, and what it refers to
	keys       []foreignKey
}

type foreignKey struct{ from, to, columns string }

// serversOwn tells whether a schema is the server's own.
func serversOwn(schema string) bool {
	return schema == "information_schema" || strings.HasPrefix(schema, "pg_") // no other schema may begin so
}

// relationKinds are what relations are called, by their kinds.
var relationKinds = map[byte]string{'v': "view", 'm': "materialized view", 'S': "sequence", 'f': "foreign table", 'r': "table", 'p': "table"}

func (r *catalogReading) line(words ...string) {
	r.schema = append(r.schema, oneLine(strings.Join(words, " ")))
}

// take takes a row of catalogSQL.
func (r *catalogReading) take(kind string, row []string) {
	switch kind {
	case "namespace":
		if !serversOwn(row[1]) {
			r.own[row[0]] = true
			r.line("schema", row[1], row[2])
		}
	case "sequence":
		r.steps[row[0]], _ = strconv.ParseInt(row[1], 10, 64)
	case "relation":
		r.relation(row)
	case "attribute":
		if of := r.relations[row[0]]; of != nil && of.own {
			of.byNum[row[1]] = len(of.columns)
			of.columns = append(of.columns, column{row[2], row[3] == "true"})
			r.line("column", of.name+"."+row[2], row[4])
		}
	case "default":
		if of := r.relations[row[0]]; of != nil && of.own {
			c := &of.columns[of.byNum[row[1]]]
			c.counted = c.counted || strings.HasPrefix(row[2], "nextval(")
			r.line("default", of.name+"."+c.name, row[2])
		}
	case "index":
		if of := r.relations[row[0]]; of != nil && of.own {
			r.line("index", row[1])
		}
	case "constraint":
		if r.own[row[1]] {
			r.line("constraint", row[2])
			r.keys = append(r.keys, foreignKey{row[0], row[3], row[4]})
		}
	case "function", "type":
		if r.own[row[0]] {
			r.line(kind, row[1])
		}
	case "prepared transaction":
		r.prepared = append(r.prepared, row[0])
		r.line(kind, row[0])
	default:
		r.line(append([]string{kind}, row...)...)
	}
}

// relation takes a relation.
func (r *catalogReading) relation(row []string) {
	kind, temporary := row[2][0], row[2][1] == 't'
	if temporary {
		r.temporary = append(r.temporary, row[3])
		return
	}
	if !r.own[row[1]] {
		return
	}
	of := &relation{table: table{name: row[3], sql: row[3]}, holds: kind == 'r' || kind == 'm', byNum: map[string]int{}, own: kind != 'S'}
	r.relations[row[0]] = of
	what := row[4]
	if kind == 'S' {
		last, err := strconv.ParseInt(what, 10, 64)
		r.sequences[row[3]] = sequence{err == nil, last, r.steps[row[0]]}
		what = ""
	}
	if row[2][1] == 'u' {
		what = " unlogged" + what
	}
	r.line(relationKinds[kind], row[3], what)
}

// tablesOf takes the tables that hold rows among the relations.
func (r *catalogReading) tablesOf() {
	for _, of := range r.relations {
		if of.holds {
			r.tables = append(r.tables, of.table)
		}
	}
}

// follow marks the columns that refer to a counted one, and those that refer to them.
func (r *catalogReading) follow() {
	for _, k := range r.keys {
		from, to := r.relations[k.from], r.relations[k.to]
		if from == nil || to == nil {
			continue
		}
		ours, theirs, _ := strings.Cut(k.columns, ";")
		refers := strings.Split(theirs, ",")
		for i, num := range strings.Split(ours, ",") {
			r.references = append(r.references, [2]*column{&from.columns[from.byNum[num]], &to.columns[to.byNum[refers[i]]]})
		}
	}
	for changed := true; changed; {
		changed = false
		for _, ref := range r.references {
			if ref[1].counted && !ref[0].counted {
				ref[0].counted, changed = true, true
			}
		}
	}
}

// schemaName is what the schema is called among the tables.
const schemaName = "the schema"

// quoteIdent quotes a name.
func quoteIdent(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
