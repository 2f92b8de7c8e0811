package sweep

import (
	"context"
	"fmt"
	"strings"
)

// tablesSQL names the tables that the workload was given, and the columns that can be written.
const tablesSQL = `SELECT format('%I.%I', n.nspname, c.relname),
		(SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
			WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
	ORDER BY c.oid`

// keepGivenData keeps what the workload was given, and makes the SQL that puts it back: cheaper by far than a new database.
// No trigger and no foreign key is in its way.
func (st *testbed) keepGivenData(ctx context.Context) error {
	found, err := st.exec(ctx, tablesSQL)
	if err != nil {
		return fmt.Errorf("look for tables: %w", err)
	}
	setup := []string{"SET session_replication_role = replica", "CREATE SCHEMA pgfault_sweep"}
	var restoreSQL []string
	for i, row := range found[0] {
		table, columns := row[0], row[1]
		restoreSQL = append(restoreSQL, "DELETE FROM "+table)
		rows, err := st.exec(ctx, "SELECT EXISTS (SELECT FROM "+table+")")
		if err != nil {
			return fmt.Errorf("look into %s: %w", table, err)
		}
		if rows[0][0][0] != "t" {
			continue
		}
		keptBackend := fmt.Sprintf("pgfault_sweep.kept_%d", i)
		setup = append(setup, fmt.Sprintf("CREATE TABLE %s AS SELECT %s FROM %s", keptBackend, columns, table))
		restoreSQL = append(restoreSQL, fmt.Sprintf("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %[2]s FROM %s", table, columns, keptBackend))
	}
	st.restoreSQL = strings.Join(restoreSQL, "; ")
	if _, err := st.exec(ctx, strings.Join(setup, "; ")); err != nil {
		return fmt.Errorf("keep what the workload was given: %w", err)
	}
	st.workloadRun = true
	return st.restoreGivenData(ctx)
}

// restoreGivenData puts back what the workload was given, where it has been run since.
func (st *testbed) restoreGivenData(ctx context.Context) error {
	if !st.workloadRun {
		return nil
	}
	if _, err := st.exec(ctx, st.restoreSQL); err != nil {
		return fmt.Errorf("put back what the workload was given: %w", err)
	}
	st.workloadRun = false
	return nil
}
