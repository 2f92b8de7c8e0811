package cli_test

import (
	"strings"
	"testing"
)

// TestTheEnvironmentIsHeeded asks for what no machine has: the words of the refusal say which was asked for.
func TestTheEnvironmentIsHeeded(t *testing.T) {
	const one = "network/reset-while-idle"
	for _, c := range []struct {
		name, environment, args string
		code                    int
		words                   string
	}{
		{"a provider that there is not", "PGFAULT_POSTGRES=nowhere", "run " + one, 4, `unknown PGFAULT_POSTGRES "nowhere"`},
		{"of sweep", "PGFAULT_POSTGRES=nowhere", "sweep", 4, `unknown PGFAULT_POSTGRES "nowhere"`},
		{"of doctor", "PGFAULT_POSTGRES=nowhere", "doctor", 4, `unknown PGFAULT_POSTGRES "nowhere"`},
		{"a DSN that is none", "PGFAULT_POSTGRES=postgres://u:secret@127.0.0.1:port/db", "run " + one, 4, "bad DSN in PGFAULT_POSTGRES"},
		{"the flag wins", "PGFAULT_POSTGRES=nowhere", "run --postgres elsewhere " + one, 4, `unknown --postgres "elsewhere"`},
		{"a version", "PGFAULT_PG_VERSION=7", "run --postgres native " + one, 3, "7"},
		{"the flag of the version wins", "PGFAULT_PG_VERSION=7", "run --postgres native --pg-version 8 " + one, 3, "8"},
		{"a requirement that there is not", "PGFAULT_REQUIRE=a-miracle", "run " + one, 4, `unknown PGFAULT_REQUIRE "a-miracle"`},
		{"a container is required", "PGFAULT_REQUIRE=container PGFAULT_PG_VERSION=7 PGFAULT_POSTGRES=", "run " + one, 3, "container"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, variable := range strings.Fields(c.environment) {
				name, value, _ := strings.Cut(variable, "=")
				t.Setenv(name, value)
			}
			got := call("", append(strings.Fields(c.args), "--format", "plain", "--out", t.TempDir())...)
			if strings.HasPrefix(c.args, "doctor") {
				got = call("", "doctor")
			}
			if got.code != c.code || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, c.words) {
				t.Errorf("want %d and one line with %q, got %d and %q, on stdout %q", c.code, c.words, got.code, got.stderr, got.stdout)
			}
			if strings.Contains(got.stderr, "secret") {
				t.Errorf("the password is shown: %q", got.stderr)
			}
		})
	}
}
