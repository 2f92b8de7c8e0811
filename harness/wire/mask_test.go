package wire_test

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	for sql, want := range map[string]string{
		"select 'x'":                                  "select 'x'",
		"alter role a pAssWord 'hunter2'":             "alter role a pAssWord '****'",
		"ALTER ROLE a PASSWORD 'hunter2'":             "ALTER ROLE a PASSWORD '****'",
		"ALTER ROLE a PASSWORD 'hun''ter2' x":         "ALTER ROLE a PASSWORD '****' x",
		`ALTER ROLE a PASSWORD E'hun\'hunter2' x`:     "ALTER ROLE a PASSWORD '****' x",
		"ALTER ROLE a PASSWORD $t$hunter2$t$":         "ALTER ROLE a PASSWORD $$****",
		"ALTER ROLE a PASSWORD 'hunter2":              "ALTER ROLE a PASSWORD '****'",
		"select 'SCRAM-SHA-256$4096:hunter2'":         "select '****",
		"select 'Md5" + strings.Repeat("a", 32) + "'": "select '****'",
		"select dblink('password=hunter2 host=h')":    "select dblink('****')",
		"select 'postgres://u:hunter2@h/d'":           "select 'postgres://u****h/d'",
	} {
		p := newPeer(t)
		s := newStage(t, p)
		client, server := open(t, s, p)
		send(t, client, query(sql))
		expect(t, server, query(sql))
		all := s.Recording()
		if got := all[len(all)-1].Summary; got != want || strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s", sql, got)
		}
	}
}
