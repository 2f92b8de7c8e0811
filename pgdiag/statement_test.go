package pgdiag_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

func TestEffectOfStatement(t *testing.T) {
	for sql, want := range map[string]string{
		"":                           "empty",
		"-- ping":                    "empty",
		" ; ":                        "empty",
		"/* a /* nested */ b */":     "empty",
		"select 1":                   "plain",
		"insert into t values (1);":  "plain",
		"insert into t values (';')": "plain",
		"begin":                      "begin",
		"begin read only":            "begin read_only",
		"START TRANSACTION isolation level serializable, READ ONLY": "begin read_only",
		"begin read write":                        "begin",
		"begin read only; insert into t select 1": "begin multi",
		"commit":                        "commit",
		"END;":                          "commit",
		"/* c */ Commit -- now":         "commit",
		"commit prepared 'x'":           "commit",
		"rollback":                      "rollback",
		"rollback to savepoint a":       "plain",
		"rollback prepared 'x'":         "commit",
		"prepare transaction 'x'":       "prepare",
		"prepare p as select 1":         "plain",
		"call p()":                      "plain hidden",
		"do $$ begin commit; end $$":    "plain hidden",
		"do $$ begin raise 'x'; end $$": "plain",
		"create unique index CONCURRENTLY i on t (n)":             "plain hidden",
		"create index i on t (n)":                                 "plain",
		"do $a$ begin; $b$; $a$; commit":                          "plain multi hidden",
		"insert into \"a;b\" values ($1) -- ; c":                  "plain",
		"select 1 /* ; */":                                        "plain",
		"select '''; commit'":                                     "plain",
		"select E'\\'; commit --'":                                "plain multi hidden", // may be a literal or not: taken for the worse
		"select $1; select $2":                                    "plain multi",
		"insert into t values (1); commit":                        "plain multi hidden",
		"insert into t values (1); select 1":                      "plain multi",
		"set local lock_timeout = 1":                              "plain set",
		"set transaction isolation level serializable, read only": "plain read_only set",
		"set session characteristics as transaction read only":    "plain set",
		"(select 1)": "plain",
		"123":        "plain",
	} {
		if got := strings.Join(pgdiag.Effect(sql), " "); got != want {
			t.Errorf("effect of %q: %s, want %s", sql, got, want)
		}
	}
}

func FuzzEffectOfStatement(f *testing.F) {
	f.Add("begin /* ; */ read only; commit")
	f.Fuzz(func(t *testing.T, sql string) {
		if len(pgdiag.Effect(sql)) == 0 {
			t.Errorf("effect of %q: none; every text has one", sql)
		}
	})
}
