package wrap

import (
	"context"
	"fmt"
	"slices"
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
	name    string // with its schema, as SQL has it
	columns []column
}

// own excludes what is the server's.
const own = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'`

// columnsSQL gives a row for each column of each table that holds rows.
const columnsSQL = `SELECT format('%I.%I', n.nspname, c.relname), coalesce(a.attname, ''), (a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%')
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
	WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND ` + own + `
	ORDER BY 1, a.attnum`

// referencesSQL gives, for each column with a foreign key, the column that it refers to.
const referencesSQL = `SELECT format('%I.%I', n.nspname, c.relname), a.attname, format('%I.%I', fn.nspname, fc.relname), fa.attname
	FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS u(col, refers)
	JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_class fc ON fc.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
	JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.col
	JOIN pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = u.refers
	WHERE k.contype = 'f'`

// readTables reads which tables there are.
func readTables(ctx context.Context, db asker) ([]table, error) {
	rows, err := db.Ask(ctx, "", columnsSQL)
	if err != nil {
		return nil, fmt.Errorf("list columns: %w", err)
	}
	var tables []table
	for _, row := range rows {
		if len(tables) == 0 || tables[len(tables)-1].name != row[0] {
			tables = append(tables, table{name: row[0]})
		}
		if t := &tables[len(tables)-1]; row[1] != "" {
			t.columns = append(t.columns, column{row[1], row[2] == "t"})
		}
	}
	if !slices.ContainsFunc(tables, func(t table) bool { return slices.ContainsFunc(t.columns, func(c column) bool { return c.counted }) }) {
		return tables, nil
	}
	references, err := db.Ask(ctx, "", referencesSQL)
	if err != nil {
		return nil, fmt.Errorf("list foreign keys: %w", err)
	}
	follow(tables, references)
	return tables, nil
}

// follow marks the columns that refer to a counted one, and those that refer to them.
func follow(tables []table, references [][]string) {
	find := func(name, col string) *column {
		for i := range tables {
			for j := range tables[i].columns {
				if tables[i].name == name && tables[i].columns[j].name == col {
					return &tables[i].columns[j]
				}
			}
		}
		return nil
	}
	for changed := true; changed; {
		changed = false
		for _, r := range references {
			from, to := find(r[0], r[1]), find(r[2], r[3])
			if from != nil && to != nil && to.counted && !from.counted {
				from.counted, changed = true, true
			}
		}
	}
}

// schemaSQL gives a line for each object of the schema: what it is, and how it is defined.
const schemaSQL = `
SELECT 'schema ' || quote_ident(n.nspname) FROM pg_namespace n WHERE ` + own + `
UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence ' WHEN 'f' THEN 'foreign table ' ELSE 'table ' END
	|| c.oid::regclass || CASE WHEN c.relkind IN ('v', 'm') THEN ' ' || pg_get_viewdef(c.oid) WHEN c.relkind = 'p' THEN ' ' || pg_get_partkeydef(c.oid) ELSE '' END
	|| CASE WHEN c.relpersistence = 'u' THEN ' unlogged' ELSE '' END || CASE WHEN c.relrowsecurity THEN ' row security' ELSE '' END || coalesce(' ' || c.relacl::text, '')
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't' AND ` + own + `
UNION ALL SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
	|| CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || a.attidentity::text || a.attgenerated::text
	FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
	WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relpersistence <> 't' AND ` + own + `
UNION ALL SELECT 'index ' || pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
	FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ` + own + `
UNION ALL SELECT 'constraint ' || quote_ident(k.conname) || coalesce(' on ' || NULLIF(k.conrelid, 0)::regclass::text, '') || ' ' || pg_get_constraintdef(k.oid)
	FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ` + own + `
UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || md5(p.prosrc) || ' ' || pg_get_function_result(p.oid)
	FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p') AND ` + own + `
UNION ALL SELECT 'trigger ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text FROM pg_trigger t WHERE NOT t.tgisinternal
UNION ALL SELECT 'type ' || t.oid::regtype || ' ' || t.typtype::text || coalesce(' ' || (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '')
	FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r', 'm') AND ` + own + `
UNION ALL SELECT 'extension ' || e.extname FROM pg_extension e
UNION ALL SELECT 'policy ' || pol.polname || ' on ' || pol.polrelid::regclass || ' ' || coalesce(pg_get_expr(pol.polqual, pol.polrelid), '') FROM pg_policy pol
UNION ALL SELECT 'publication ' || pubname FROM pg_publication
UNION ALL SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts WHERE database = current_database()
UNION ALL SELECT 'large objects ' || count(*) FROM pg_largeobject_metadata HAVING count(*) > 0
ORDER BY 1`

// schemaName is what the schema is called among the tables.
const schemaName = "the schema"

// sequencesSQL gives a line for each sequence that has been asked for a value.
const sequencesSQL = `SELECT format('%I.%I', schemaname, sequencename) || ' ' || coalesce(last_value::text, '') FROM pg_sequences ORDER BY 1`

// quoteIdent quotes a name.
func quoteIdent(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
