package provide_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

func TestALogIsReadFromAPlaceOn(t *testing.T) {
	var tail provide.LogTail
	if text, reached := tail.Since(7); text != "" || reached != 0 || tail.LastLine() != "" {
		t.Errorf("%q, %d, %q", text, reached, tail.LastLine())
	}
	_, _ = fmt.Fprint(&tail, "one\ntwo\nthr") // it never fails
	if got := tail.LastLine(); got != "two" {
		t.Errorf("the last line is %q", got)
	}
	_, place := tail.Since(0)
	_, _ = fmt.Fprint(&tail, "ee\n")
	if text, _ := tail.Since(place); text != "ee\n" || tail.LastLine() != "three" {
		t.Errorf("%q, %q", text, tail.LastLine())
	}
	_, place = tail.Since(0)
	for range 3000 {
		_, _ = fmt.Fprintln(&tail, strings.Repeat("x", 1023))
	}
	if text, reached := tail.Since(place); len(text) > 1<<20 || reached != place+3000<<10 || !strings.HasSuffix(text, "x\n") {
		t.Errorf("%d bytes up to %d", len(text), reached)
	}
}
