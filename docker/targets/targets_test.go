package targets_test

import (
	"reflect"
	"testing"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
)

func TestArgumentsAsALibraryWritesThem(t *testing.T) {
	sql, args := targets.QuestionMarks(`SELECT $2, '$1 it''s', "$1", $1, $2::text`, []any{"a", nil})
	if sql != `SELECT ?, '$1 it''s', "$1", ?, ?::text` || !reflect.DeepEqual(args, []any{nil, "a", nil}) {
		t.Errorf("%s with %v", sql, args)
	}
	if sql, args := targets.QuestionMarks("SELECT '?'", nil); sql != "SELECT '?'" || args != nil {
		t.Errorf("%s with %v", sql, args)
	}
}

func TestTheDeadlineOfAConnect(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://h/d":                   "postgres://h/d?connect_timeout=2",
		"postgres://h/d?sslmode=disable":   "postgres://h/d?sslmode=disable&connect_timeout=2",
		"postgres://h/d?connect_timeout=9": "postgres://h/d?connect_timeout=9",
	} {
		if got := targets.WithConnectTimeout(target.Request{DSN: dsn, TimeoutMS: 1100}); got != want {
			t.Errorf("%s becomes %s", dsn, got)
		}
	}
	if got := targets.WithConnectTimeout(target.Request{DSN: "postgres://h/d"}); got != "postgres://h/d" {
		t.Errorf("without a deadline it is %s", got)
	}
}
