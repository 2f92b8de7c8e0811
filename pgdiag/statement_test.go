package pgdiag_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

func TestEffectsOfStatements(t *testing.T) {
	for sql, want := range map[string]string{
		// No statement, and texts that can't be read.
		"":                       "empty",
		"-- ping":                "empty",
		" ; ":                    "empty",
		"/* a /* nested */ b */": "empty",
		"select 'open":           "anything",
		"select /* open":         "anything",
		"upsert into t values 1": "anything",
		"123":                    "anything",
		// Reading: what names a relation may be a view of anything, and what calls a function may write.
		"select 1":        "nothing",
		"(select 1)":      "nothing",
		"select $1::text": "nothing",
		"select now(), count(*) filter (where true)": "read",
		"select v from t where v in ('a', 'b')":      "read",
		"select * from generate_series(1, 10) g":     "nothing",
		"select * from generate_series(1, 10) g, t":  "read",
		"select * from (select 1) x join t on true":  "read",
		"select pay(1)":          "write",
		"select \"count\"(1)":    "write",
		"select * from pay(1)":   "write",
		"select * into u from t": "write read",
		"with x as (insert into t values (1) returning v) select v from x": "write read",
		"select v from t for update":                                       "read",
		"values (1)":                                                       "nothing",
		"table t":                                                          "read",
		"show work_mem":                                                    "nothing",
		"explain select pay(1)":                                            "nothing",
		"explain (analyze, verbose) insert into t values (1)":                                "write",
		"explain analyze select 1":                                                           "nothing",
		"declare c cursor for select v from t":                                               "read",
		"declare c cursor with hold for select v from t":                                     "write read",
		"explain (analyze, format json) (select pay(1))":                                     "write",
		"explain analyze (with x as (insert into t values (1) returning v) select * from x)": "write read",
		// A function that has the name of one of PostgreSQL's own may be a program's, and so may a type.
		"select app.length('a')":             "write",
		"select pg_catalog.length('a')":      "read",
		"select reverse(42)":                 "read",
		"select 1::int, $1::pg_catalog.int8": "nothing",
		"select 1::amount":                   "write",
		"select 1::\"Amount\"":               "write",
		"select cast(1 as amount)":           "write",
		"select cast('1' as numeric(4, 2))":  "nothing",
		"select 1 as amount":                 "nothing",
		"select amount '1'":                  "write",
		"select date '2000-01-01', interval '1' day, now() at time zone 'UTC'": "nothing",
		"copy (select app.count(1)) to stdout":                                 "write read",
		// Writing.
		"insert into t values (1);":  "write",
		"insert into t values (';')": "write",
		"notify ch":                  "write",
		"copy t from stdin":          "write",
		"copy t to stdout":           "read",
		"copy (insert into t values (1) returning v) to stdout": "write read",
		"copy t to program 'rm'":                                "write read lasting",
		// What a connection that replicates may ask.
		"IDENTIFY_SYSTEM": "nothing",
		"START_REPLICATION SLOT s LOGICAL 0/0 (proto_version '1')": "nothing",
		// Transactions.
		"begin":           "begin",
		"begin read only": "begin read_only",
		"START TRANSACTION isolation level serializable, READ ONLY": "begin read_only",
		"begin read write":                      "begin",
		"commit":                                "commit",
		"END;":                                  "commit",
		"/* c */ Commit -- now":                 "commit",
		"commit and chain":                      "commit chain",
		"commit and no chain":                   "commit",
		"commit prepared 'x'":                   "commit_prepared",
		"rollback":                              "rollback",
		"rollback to savepoint a":               "back",
		"rollback prepared 'x'":                 "rollback_prepared",
		"prepare transaction 'x'":               "prepare",
		"prepare p as insert into t values (1)": "names",
		"prepare p as select setval('s', 1)":    "lasting names",
		"execute p":                             "write execute",
		"savepoint a":                           "nothing",
		// What may commit inside, and what no rollback undoes.
		"call p()":                                           "write hidden",
		"do $$ begin commit; end $$":                         "write hidden",
		"do $$ begin raise 'x'; end $$":                      "write",
		"create unique index CONCURRENTLY i on t (n)":        "write hidden lasting",
		"create index i on t (n)":                            "write",
		"drop database d":                                    "write hidden lasting",
		"drop table database":                                "write",
		"vacuum":                                             "write hidden lasting",
		"select setval('s', 1)":                              "write lasting sole",
		"insert into t select dblink_exec('x')":              "write lasting",
		"select pg_advisory_xact_lock(1)":                    "write",
		"select pg_advisory_lock(1)":                         "write lasting sole",
		"select pg_advisory_lock(k) from t":                  "write read lasting",
		"select pg_advisory_lock(1), 1/0":                    "write lasting",
		"select set_config('statement_timeout', '1', false)": "write set",
		// Several statements.
		"begin read only; insert into t select 1":         "begin read_only; write",
		"insert into t values ('pending'); select 1":      "write; nothing",
		"insert into t values (1); commit":                "write; commit",
		"create table t (end_date date); select 1":        "write; nothing",
		"select pg_backend_pid(); insert into t select 1": "nothing; write",
		"insert into t values ('C:\\windows\\calendar')":  "write",
		"select E'\\'; commit --'":                        "nothing",
		"select E'it''s \\'; commit --'":                  "nothing",
		"select E'a'\n'\\''; commit":                      "nothing; commit",
		"select E'a' -- b\n '\\''; commit":                "nothing; commit",
		"select E'a''\\''; commit":                        "nothing; commit",
		"do E'begin \\x43ommit; end'":                     "write hidden lasting",
		"do 'begin com'\n'mit; end'":                      "write hidden lasting",
		"do U&'begin \\0043ommit; end'":                   "write hidden lasting",
		"do 'begin raise ''x''; end'":                     "write",
		"do language plperl $$ x $$":                      "write hidden lasting",
		"do $$ x $$ language plpgsql":                     "write",
		"do $$ begin perform http_post('x'); end $$":      "write lasting",
		"do $a$ begin; $b$; $a$; commit":                  "write; commit",
		"insert into \"a;b\" values ($1) -- ; c":          "write",
		"select 1 /* ; */":                                "nothing",
		"select '''; commit'":                             "nothing",
		"create rule r as on insert to t do also (insert into u values (1); notify x); commit": "write; commit",
		"create function f() returns int begin atomic; select 1; end":                          "anything",
		// Settings.
		"set local lock_timeout = 1":                              "set",
		"set transaction isolation level serializable, read only": "read_only set",
		"set session characteristics as transaction read only":    "set",
		"discard all": "set",
	} {
		if got := pgdiag.Effects(sql); got != want {
			t.Errorf("effects of %q: %s, want %s", sql, got, want)
		}
	}
}

// A text of any kind is read to its end, and has an effect.
func FuzzEffectsOfStatements(f *testing.F) {
	for _, sql := range []string{"begin /* ; */ read only; commit", "select $a$ ; $a$, E'\\'' from f(1);", "do U&'x' ", "copy (select 1) to 'x'"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if got := pgdiag.Effects(sql); got == "" || strings.HasPrefix(got, "nothing") && sql == "" {
			t.Errorf("effect of %q: %q; every text has one", sql, got)
		}
	})
}
