package cli_test

import (
	"strings"
	"testing"
)

func TestDiagnoseSaysHowFarItCame(t *testing.T) {
	for _, c := range []struct {
		dsn   string
		code  int
		words []string
	}{
		{"postgres://u:hidden@127.0.0.1:1/db", 1, []string{"dial      NO     127.0.0.1:1: connection_refused", "auth      -      not reached", "Nobody listens"}},
		{"postgres://u:hidden@127.0.0.1:port/db", 4, []string{"dsn       NO", "can't be understood"}},
	} {
		got := call("", "diagnose", c.dsn)
		if got.code != c.code || got.stderr != "" {
			t.Errorf("%s: exit code %d, stderr %q; want %d and nothing", c.dsn, got.code, got.stderr, c.code)
		}
		for _, w := range c.words {
			if !strings.Contains(got.stdout, w) {
				t.Errorf("%s: %q is not in\n%s", c.dsn, w, got.stdout)
			}
		}
		if strings.Contains(got.stdout, "hidden") {
			t.Errorf("%s: the password is shown:\n%s", c.dsn, got.stdout)
		}
	}
}

// TestDiagnoseNamesWhatTheEnvironmentHasSet has a variable spoil a connection string in which nothing is wrong.
func TestDiagnoseNamesWhatTheEnvironmentHasSet(t *testing.T) {
	t.Setenv("PGSSLMODE", "maybe")
	t.Setenv("PGPASSWORD", "hidden")
	got := call("", "diagnose", "postgres://u@127.0.0.1:1/db")
	if got.code != 4 || !strings.Contains(strings.Join(strings.Fields(got.stdout), " "), "Set there: PGPASSWORD, PGSSLMODE.") || strings.Contains(got.stdout, "hidden") {
		t.Errorf("exit code %d:\n%s", got.code, got.stdout)
	}
}
