package sweep

import (
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

// However a client's data and the server's word that it may copy crossed, the conversation is the same.
func TestWhatCrossesIsSettled(t *testing.T) {
	said := func(words ...string) (out []wire.Message) {
		for _, w := range words {
			m := wire.Message{Conn: 1, Type: w, Direction: wire.Upstream}
			if w == "CopyInResponse" || w == "CommandComplete" {
				m.Direction = wire.Downstream
			}
			out = append(out, m)
		}
		return out
	}
	run := func(words ...string) *recordedRun {
		r := &recordedRun{}
		if err := r.add(said(words...), 2, false); err != nil {
			t.Fatal(err)
		}
		return r
	}
	want := run("Query", "CopyInResponse", "CopyData", "CopyDone", "CommandComplete")
	for _, words := range [][]string{
		{"Query", "CopyData", "CopyDone", "CopyInResponse", "CommandComplete"},
		{"Query", "CopyData", "CopyInResponse", "CopyDone", "CommandComplete"},
	} {
		if differs := want.differenceFrom(run(words...)); differs != "" {
			t.Errorf("%v: %s", words, differs)
		}
	}
	if differs := want.differenceFrom(run("CopyInResponse", "Query", "CopyData", "CopyDone", "CommandComplete")); differs == "" {
		t.Error("an answer to nothing is no difference")
	}
	kinds, err := findKinds(nil)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(r *recordedRun) (ids []string) {
		for _, p := range r.points(kinds, &Config{}) {
			ids = append(ids, p.ID())
		}
		return ids
	}
	if a, b := ids(want), ids(run("Query", "CopyData", "CopyDone", "CopyInResponse", "CommandComplete")); !slices.Equal(a, b) {
		t.Errorf("the points are %v and %v", a, b)
	}
}
