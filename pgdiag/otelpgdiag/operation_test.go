package otelpgdiag

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestOperationIsTheCommand(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT 1":  "SELECT",
		"select 1;": "select",
		"begin":     "begin",
		"COMMIT;\n": "COMMIT",
		" \n-- why\n/* a /* b */ c */ (SELECT 1) UNION (SELECT 2)": "SELECT",
		"WITH x AS (SELECT 1) SELECT 1":                            "WITH",
		"INSERT INTO t VALUES ('a;b')":                             "", // it may be two
		"SELECT 1; DROP TABLE t":                                   "",
		"secret":                                                   "",
		"SELECTED":                                                 "",
		"":                                                         "",
		"--":                                                       "",
		"/* SELECT":                                                "",
		"/*/ SELECT 1":                                             "",
		"sélect 1":                                                 "",
		"\x00SELECT":                                               "",
	} {
		if got := operation(sql); got != want {
			t.Errorf("%q: %q, want %q", sql, got, want)
		}
	}
}

func TestOperationOfABatch(t *testing.T) {
	for want, sqls := range map[string][]string{
		"BATCH INSERT": {"INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)"},
		"BATCH":        {"INSERT INTO t VALUES (1)", "DELETE FROM t"},
	} {
		batch := &pgx.Batch{}
		for _, sql := range sqls {
			batch.Queue(sql)
		}
		if got := batchOperation(batch); got != want {
			t.Errorf("%q: %q, want %q", sqls, got, want)
		}
	}
	for _, batch := range []*pgx.Batch{nil, {}} {
		if got := batchOperation(batch); got != "BATCH" {
			t.Errorf("an empty batch: %q", got)
		}
	}
}

// FuzzOperation holds that whatever a text is, what is told of it is a command of PostgreSQL or nothing.
func FuzzOperation(f *testing.F) {
	f.Add("/* a */ SELECT 1")
	f.Add("/*/*")
	f.Fuzz(func(t *testing.T, sql string) {
		if got := operation(sql); got != "" && !slices.Contains(operations, strings.ToUpper(got)) {
			t.Errorf("%q", got)
		}
	})
}
