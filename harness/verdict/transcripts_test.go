package verdict_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// transcript is a case as data, and the verdict that a person gave who looked at what happened: recordings of real clients, both
// ways. What the judge says of it must be that.
type transcript struct {
	// Why says in words why the verdict is that.
	Why string `json:"why"`
	// Outcome is the verdict. Where it is fail or weak, Question and Rule are what must have been found.
	Outcome  verdict.Outcome  `json:"outcome"`
	Question verdict.Question `json:"question,omitempty"`
	Rule     string           `json:"rule,omitempty"`
	// Hello is what the client said of itself, Result what was seen.
	Hello  target.Hello   `json:"hello"`
	Result verdict.Result `json:"result"`
}

// least is how many transcripts there are of each kind, at least.
const least = 30

func TestTheJudgeSaysWhatAPersonSaid(t *testing.T) {
	for _, kind := range []string{"valid-fail", "valid-pass"} {
		files, err := filepath.Glob(filepath.Join("testdata", kind, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) < least {
			t.Errorf("%s: %d transcripts, want %d", kind, len(files), least)
		}
		for _, path := range files {
			t.Run(kind+"/"+filepath.Base(path), func(t *testing.T) { judgeTranscript(t, path, kind) })
		}
	}
}

func judgeTranscript(t *testing.T, path, kind string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tr transcript
	if err := json.Unmarshal(data, &tr); err != nil {
		t.Fatal(err)
	}
	if bad := tr.Outcome == verdict.Fail || tr.Outcome == verdict.Weak; tr.Why == "" || bad != (kind == "valid-fail") || bad != (tr.Rule != "") {
		t.Fatalf("it is no transcript of %s: %s by %q, since %q", kind, tr.Outcome, tr.Rule, tr.Why)
	}
	got := verdict.Again(tr.Result, tr.Hello)
	if got.Outcome != tr.Outcome {
		t.Errorf("the judge says %s (%s), and a person %s: %s", got.Outcome, got.Reason, tr.Outcome, tr.Why)
	}
	if tr.Rule != "" && !slices.ContainsFunc(got.Findings, func(f verdict.Finding) bool {
		return f.Outcome == tr.Outcome && f.Question == tr.Question && f.Rule == tr.Rule
	}) {
		t.Errorf("%s by %s is not among what was found: %+v", tr.Question, tr.Rule, got.Findings)
	}
	if tr.Rule == "" && slices.ContainsFunc(got.Findings, func(f verdict.Finding) bool { return f.Outcome == verdict.Fail || f.Outcome == verdict.Weak }) {
		t.Errorf("something is held against it: %+v", got.Findings)
	}
}

// TestWhoTellsNoCodesIsRefusedToo: that the server refused a statement of the client's own making is read off the wire where the
// client tells no codes, and it is no failure of what should have succeeded.
func TestWhoTellsNoCodesIsRefusedToo(t *testing.T) {
	data, err := os.ReadFile("testdata/valid-fail/luadbi-pooler-prepared-statement-gone.json")
	if err != nil {
		t.Fatal(err)
	}
	var tr transcript
	if err := json.Unmarshal(data, &tr); err != nil {
		t.Fatal(err)
	}
	for _, f := range verdict.Again(tr.Result, tr.Hello).Findings {
		if f.Rule == "success" && f.Outcome == verdict.Fail {
			t.Errorf("%s", f.Text)
		}
	}
}
