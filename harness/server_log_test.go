package harness_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
)

// The log of a rig is what the server said of the rig's own sessions, in order, and tells no secret.
func TestServerLogIsTheRigsOwn(t *testing.T) {
	one, other := harness.Start(t, harness.Config{}), harness.Start(t, harness.Config{})
	if one.Rig().Server().Provider() == "external" {
		t.Skip("the log of an external server can't be read")
	}
	const chosen = "correct-horse-battery"
	a, b := connect(t, one.DSN()), connect(t, other.DSN())
	if _, err := b.Query("SELECT 1 FROM of_another"); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"SELECT 1/0,\n\t'two lines'", "ALTER ROLE x PASSWORD '" + chosen, "ALTER ROLE nobody PASSWORD '" + chosen + "'",
		"SELECT 'SCRAM-SHA-256$4096:" + chosen + "' FROM nowhere", "SELECT * FROM last_of_all",
	} {
		if _, err := a.Query(sql); err != nil {
			t.Fatal(err)
		}
	}
	log := until(t, one.Rig(), "last_of_all")
	for _, want := range []string{"division by zero", "'two lines'", "nowhere", "(hidden, since the statement speaks of a password)"} {
		if !strings.Contains(log, want) {
			t.Errorf("it does not say %q:\n%s", want, log)
		}
	}
	for _, never := range []string{chosen, "of_another"} {
		if strings.Contains(log, never) {
			t.Errorf("it says %q:\n%s", never, log)
		}
	}
	one.Rig().MarkServerLog()
	if log := one.Rig().ServerLog(); log != "" {
		t.Errorf("nothing was said since, and it gives\n%s", log)
	}
}

// until asks for the log until it says something: a container's comes by a pipe.
func until(t *testing.T, rig *harness.Rig, words string) string {
	t.Helper()
	log := ""
	for began := time.Now(); time.Since(began) < 10*time.Second; {
		if log = rig.ServerLog(); strings.Contains(log, words) {
			return log
		}
	}
	t.Fatalf("the server did not log %s:\n%s", words, log)
	return ""
}
