package wire_test

import (
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/wire"
)

func TestBytesAreALineForEachEntry(t *testing.T) {
	var b strings.Builder
	if err := wire.WriteBytes(&b, []wire.Message{{Type: "Query", Bytes: []byte("a\n")}, {Type: "DataRow"}, {Type: "Query", Bytes: []byte{0xff}}}); err != nil {
		t.Fatal(err)
	}
	if want := "610a\n\nff\n"; b.String() != want {
		t.Errorf("they are %q, and not %q", b.String(), want)
	}
}
