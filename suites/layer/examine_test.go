package layer_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/pgdiag"
)

// summary is a line per check: its name, and ok, the condition, or a dash for what was not tried.
func summary(checks []pgdiag.Check) string {
	var words []string
	for _, c := range checks {
		how := "-"
		switch {
		case c.OK:
			how = "ok"
		case c.Diagnosis != nil:
			how = string(c.Diagnosis.Condition)
		case c.Problem != "":
			how = "no"
		}
		words = append(words, c.Name+":"+how)
	}
	return strings.Join(words, " ")
}

func TestExamine(t *testing.T) {
	r := rig(t)
	good := r.DSN()
	password := strings.SplitN(strings.SplitN(good, "@", 2)[0], ":", 3)[2]
	check := func(when, dsn, want string) {
		t.Helper()
		checks := pgdiag.Examine(t.Context(), dsn)
		if got := summary(checks); got != want {
			t.Errorf("%s:\n got %s\nwant %s", when, got, want)
		}
		for _, c := range checks {
			if text := c.Detail; strings.Contains(text, password) || c.Diagnosis != nil && strings.Contains(c.Diagnosis.Explain(), password) {
				t.Errorf("%s: %s shows the password", when, c.Name)
			}
		}
	}
	check("all is well", good, "dsn:ok resolve:ok dial:ok tls:ok startup:ok auth:ok query:ok recovery:ok write:ok")
	check("wrong password", strings.Replace(good, password, password+"x", 1),
		"dsn:ok resolve:ok dial:ok tls:ok startup:ok auth:invalid_password query:- recovery:- write:-")
	check("no TLS there", strings.Replace(good, "sslmode=disable", "sslmode=require", 1),
		"dsn:ok resolve:ok dial:ok tls:tls_failure startup:- auth:- query:- recovery:- write:-")
	check("not a DSN", strings.Replace(good, "127.0.0.1:", "127.0.0.1:x", 1),
		"dsn:bad_dsn resolve:- dial:- tls:- startup:- auth:- query:- recovery:- write:-")
	r.SQL(`DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END$$`)
	check("read-only", good, "dsn:ok resolve:ok dial:ok tls:ok startup:ok auth:ok query:ok recovery:ok write:no")
	r.Inject(fault.Refuse{})
	check("refused", good, "dsn:ok resolve:ok dial:connection_refused tls:- startup:- auth:- query:- recovery:- write:-")
}
