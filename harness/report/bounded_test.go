package report

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// endless is a text that is read again and again.
type endless string

func (e endless) Read(p []byte) (int, error) {
	return copy(p, strings.Repeat(string(e), max(1, len(p)/len(e)))), nil
}

func TestAFileWithoutAnEndIsReadNoFurtherThanItsBound(t *testing.T) {
	for words, file := range map[string]io.Reader{
		"line 1 has more than 64 MB": endless("x"),
		"it has more than 1 MB":      io.MultiReader(strings.NewReader("{\"type\":\"run\"}\n"), endless("{\"type\":\"later\"}\n")),
	} {
		if _, err := readUpTo(file, 1<<20); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, expected %q", err, words)
		}
	}
	zero, err := os.Open("/dev/zero")
	if err != nil {
		t.Skip(err)
	}
	defer zero.Close()
	if _, err := Read(zero); err == nil || !strings.Contains(err.Error(), "is it a results.jsonl?") {
		t.Errorf("got %v", err)
	}
}

// TestAResultThatIsTooLargeIsWrittenSoThatItCanBeRead has a client be answered with what no line takes.
func TestAResultThatIsTooLargeIsWrittenSoThatItCanBeRead(t *testing.T) {
	text := strings.Repeat("x", maxLine)
	r := verdict.Result{ID: "a/b", Outcome: verdict.Fail, Reason: "step 1: wrong"}
	r.Observed = []verdict.Observed{{Step: 1, Answer: target.Answer{Payload: text}}}
	var out bytes.Buffer
	j := NewJSONL(&out)
	for _, err := range []error{j.Run(Run{Type: "run"}), j.Result(NewLine("", r))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rec, err := Read(&out)
	if err != nil || len(rec.Results) != 1 {
		t.Fatalf("%d results, %v", len(rec.Results), err)
	}
	if got := rec.Results[0]; got.HasCase() || got.Outcome != verdict.Fail || got.Reason != "step 1: wrong (what was seen has 64 MB, and was not kept)" {
		t.Errorf("it is %s: %s", got.Outcome, got.Reason)
	}
}

// TestTheHalfOfALineIsNoResult reads what a run left that was killed while it wrote; a line that is broken within it is an error.
func TestTheHalfOfALineIsNoResult(t *testing.T) {
	const begun = "{\"type\":\"run\"}\n{\"type\":\"result\",\"id\":\"a/b\"}\n{\"type\":\"resu"
	rec, err := Read(strings.NewReader(begun))
	if err != nil || len(rec.Results) != 1 || rec.Summary != nil {
		t.Errorf("it reads %+v, %v", rec, err)
	}
	for _, broken := range []string{begun + "\n", begun + "\n{\"type\":\"summary\"}\n", "{\"type\":\"ru"} {
		if _, err := Read(strings.NewReader(broken)); err == nil {
			t.Errorf("%q is read", broken)
		}
	}
}
