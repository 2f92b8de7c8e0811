package provide_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// A pgbouncer that can keep prepared statements is told not to, unless it is asked for; one that can't does not start where
// it is told anything about them.
func TestPoolerKeepsNoPreparedStatements(t *testing.T) {
	const name = "max_prepared_statements"
	for _, c := range []struct {
		printed  string
		settings map[string]string
		want     string
	}{
		{"PgBouncer 1.18.0\nlibevent 2.1.12-stable\n", nil, ""},
		{"PgBouncer 1.21.0\nlibevent 2.1.12-stable\n", nil, name + " = 0"},
		{"PgBouncer 1.24.1\nlibevent 2.1.13-stable\n", nil, name + " = 0"},
		{"PgBouncer 1.26.1\nlibevent 2.1.13-stable\n", map[string]string{name: "200"}, name + " = 200"},
		{"something else", nil, ""},
	} {
		ini := provide.PoolerRequest{Mode: "transaction", Settings: c.settings}.Ini(provide.PoolerVersion(c.printed), 6432, "users")
		var got []string
		for line := range strings.Lines(ini) {
			if strings.HasPrefix(line, name) {
				got = append(got, strings.TrimSpace(line))
			}
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%q with %v: %q, want %q", c.printed, c.settings, got, c.want)
		}
	}
}
