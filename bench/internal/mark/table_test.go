package mark_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/bench/internal/mark"
)

func TestTable(t *testing.T) {
	value := func(v float64) *float64 { return &v }
	yes, no := true, false
	var b strings.Builder
	err := mark.WriteTable(&b, []mark.Row{
		{What: "a", Unit: "ms", Ours: value(0.0234), Peer: value(17.58), PeerName: "them", Ratio: value(0.00133), Promise: "≤ 1 ms", Holds: &yes},
		{What: "b", Unit: "MB/s", Ours: value(1229.4), Promise: "≥ 2000 MB/s", Holds: &no, Note: "why"},
		{What: "c"},
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	for i, want := range []string{
		"what ours peer ratio promise holds note",
		"a 0.02 ms 17.6 ms (them) 0.001 ≤ 1 ms yes",
		"b 1229 MB/s - - ≥ 2000 MB/s NO why",
		"c - - - - -",
	} {
		if got := strings.Join(strings.Fields(lines[i]), " "); got != want {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range mark.All() {
		if b.Name == "" || b.Run == nil || seen[b.Name] {
			t.Errorf("benchmark %q is incomplete or there twice", b.Name)
		}
		seen[b.Name] = true
	}
}

func TestMissingIsNoBrokenPromise(t *testing.T) {
	row := mark.Missing(mark.All()[0], &mark.MissingError{What: "server", Err: errors.New("nothing installed")})
	if row.Broken() || !strings.Contains(row.Note, "nothing installed") {
		t.Errorf("%+v", row)
	}
	if _, err := json.Marshal(row); err != nil {
		t.Error(err)
	}
}
