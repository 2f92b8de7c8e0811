package layer_test

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/pgdiag"
)

var update = flag.Bool("update", false, "write the sentences of the broken setups anew")

const setupsFile = "testdata/broken_setups.txt"

// setup is a way in which it is broken. It returns the connection string, and what stands in its sentences for something
// that is another at each run.
type setup struct {
	name  string
	cause func(t *testing.T) (dsn string, names map[string]string)
}

// TestBrokenSetups says of each broken setup what Examine says: how far it came, and the sentences, which are in the file
// as someone reads them who was woken by it: what is wrong, where, what to do. No password is in any of them.
func TestBrokenSetups(t *testing.T) {
	want := sections(t)
	var out strings.Builder
	all := slices.Concat(stringSetups, listenerSetups, serverSetups, tlsSetups)
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			dsn, names := s.cause(t)
			got := spoken(t, dsn, names)
			fmt.Fprintf(&out, "== %s\n%s\n", s.name, got)
			if got != want[s.name] && !*update {
				t.Errorf("it says\n%s\nand not\n%s", got, want[s.name])
			}
			if strings.Contains(got, secret) {
				t.Errorf("the password is in\n%s", got)
			}
		})
	}
	if len(all) < 30 {
		t.Errorf("%d setups", len(all))
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(setupsFile, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// secret is the password, or what may be one, of all setups that choose it.
const secret = "sw0rdfish"

// spoken is what Examine says, with the names in place of what is another at each run.
func spoken(t *testing.T, dsn string, names map[string]string) string {
	t.Helper()
	var b strings.Builder
	checks := pgdiag.Examine(t.Context(), dsn)
	fmt.Fprintln(&b, summary(checks))
	for _, c := range checks {
		if c.Problem != "" {
			fmt.Fprintln(&b, c.Problem)
		}
	}
	text := b.String()
	if u, err := url.Parse(dsn); err == nil && u.User != nil {
		if password, ok := u.User.Password(); ok && len(password) > 4 && strings.Contains(text, password) {
			t.Errorf("the password is in\n%s", text)
		}
		if strings.HasPrefix(u.User.Username(), "pgfault") {
			text = strings.ReplaceAll(text, u.User.Username(), "USER")
		}
		text = strings.ReplaceAll(text, strings.TrimPrefix(u.Path, "/"), "DATABASE")
		text = strings.ReplaceAll(text, u.Host, "ADDRESS")
	}
	for is, name := range names {
		text = strings.ReplaceAll(text, is, name)
	}
	for _, r := range []struct{ pattern, as string }{
		{`It says: \S.* \((\w+, \w{5})\)`, "It says: MESSAGE ($1)"}, // another in each version
		{`within \d[\d.]*m?s`, "within TIME"},
		{`on \w{3}, \d\d \w{3} \d{4} [\d:]+ UTC`, "on DATE"},
		{`\S*/\S*/\.s\.PGSQL\.`, "FOLDER/.s.PGSQL."},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.as)
	}
	return text
}

// sections are what the file says of each setup.
func sections(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(setupsFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, s := range strings.Split("\n"+string(text), "\n== ")[1:] {
		name, body, _ := strings.Cut(s, "\n")
		out[name] = strings.TrimRight(body, "\n") + "\n"
	}
	return out
}
