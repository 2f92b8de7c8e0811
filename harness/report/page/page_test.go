package page_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/report/page"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

// hostile is text from outside that would do something else than be read.
const hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> \x1b[31mred\x1b[0m \u202egnp.exe \xff\xfe \x00 </script> ]]>"

func result(id string, outcome verdict.Outcome) report.Line {
	return report.NewLine("", verdict.Result{ID: id, Target: "t", Outcome: outcome, Questions: map[verdict.Question]verdict.Outcome{verdict.Safety: outcome}})
}

func failed(id, cause, text string) report.Line {
	l := result(id, verdict.Fail)
	l.Reason = text
	l.Findings = []verdict.Finding{{Outcome: verdict.Fail, Question: verdict.Safety, Rule: "resent", Cause: cause, Step: 1, Text: text}}
	l.Observed = []verdict.Observed{{Step: 1, Request: target.Request{Op: target.OpQuery, Session: "a", SQL: text}}}
	return l
}

func source(name string, lines ...report.Line) page.Source {
	return page.Source{Record: report.Record{Run: report.Run{Type: "run", Format: report.FormatVersion, Target: target.Hello{Name: name}}, Results: lines}}
}

func render(t *testing.T, o page.Options, sources ...page.Source) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Write(&b, sources, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var packed = regexp.MustCompile(`<script type="application/octet-stream" id="([a-z0-9-]+)">([^<]*)</script>`)

// unpack is all that is compressed in a page.
func unpack(t *testing.T, html string) string {
	t.Helper()
	var all strings.Builder
	for _, m := range packed.FindAllStringSubmatch(html, -1) {
		data, err := base64.StdEncoding.DecodeString(m[2])
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, z); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestTextFromOutsideIsNeverMarkup(t *testing.T) {
	s := source("evil"+hostile, failed("network/"+hostile, "resent/"+hostile, hostile))
	s.Record.Run.Command = []string{"pgfault", hostile}
	s.Record.Run.Target.Homepage = "javascript:alert(3)"
	html := render(t, page.Options{}, s)
	inside := unpack(t, html)
	for _, bad := range []string{"<script>alert", "<img src=x", "\x1b", "\u202e", "\xff", "\x00", "javascript:alert"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page has %q as it was", bad)
		}
		if bad[0] != '<' && strings.Contains(inside, bad) { // the script sets it as text, so that a bracket is one
			t.Errorf("the page's data has %q as it was", bad)
		}
	}
	if !strings.Contains(inside, `\\u202e`) {
		t.Error("what was escaped is not shown")
	}
}

func TestLongTextIsCut(t *testing.T) {
	html := render(t, page.Options{}, source("t", failed("network/a", "resent/query", strings.Repeat("x\x1b", 10<<20))))
	if len(html) > 1<<20 {
		t.Errorf("a text of 10 MB makes a page of %d bytes", len(html))
	}
}

func TestTheVerdictSaysWhatIsNew(t *testing.T) {
	before := source("t", failed("network/known", "resent/query", "old"), failed("network/mended", "hang/query", "gone"), result("network/same", verdict.Pass))
	now := source("t", failed("network/known", "resent/query", "old"), result("network/mended", verdict.Pass), result("network/same", verdict.Pass),
		failed("commit/new", "leak/close", "a connection was left"))
	html := render(t, page.Options{Against: []page.Source{before}}, now)
	for _, want := range []string{"2 of 4 results are red, 1 of them new.", `<b class="kind new">new</b><span><a href="#/c/t/commit%2fnew">`, `<b class="kind mended">mended</b><span><a href="#/c/t/network%2fmended">`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(html, `<b class="kind new">new</b><span><a href="#/c/t/network%2fknown">`) {
		t.Error("what was red before is called new")
	}
	if first, second := strings.Index(html, "a connection was left"), strings.Index(html, ">old<"); first > second {
		t.Error("what is new does not come first")
	}
}

// on is a result on a server.
func on(server string, l report.Line) report.Line {
	l.Server = server
	return l
}

// What a target did on one server is compared with what it did on that, or, where there is none, on one of its major version.
func TestEachServerIsComparedWithItsOwn(t *testing.T) {
	red, green := failed("commit/a", "resent/commit", "x"), result("commit/a", verdict.Pass)
	before := source("t", on("15.18", red), on("18.6", green), on("17.9", green))
	for _, test := range []struct {
		server string
		want   int
	}{{"15.18", 0}, {"18.6", 1}, {"15.19", 0}, {"17.10", 1}} {
		if n := page.New([]page.Source{source("t", on(test.server, red))}, []page.Source{before}); n != test.want {
			t.Errorf("on %s %d are new, expected %d", test.server, n, test.want)
		}
	}
	if n := page.New([]page.Source{source("t", on("15.18", red), on("18.6", red))}, []page.Source{before}); n != 1 {
		t.Errorf("of a run on two servers %d are new, expected the one that was not so before on its own", n)
	}
}

func TestResultsOfOtherTargetsAreNotCompared(t *testing.T) {
	one, other := source("psycopg2"), source("asyncpg")
	for _, test := range []struct {
		sources, against []page.Source
		want             string
	}{
		{[]page.Source{one}, nil, ""},
		{[]page.Source{one}, []page.Source{one, other}, ""},
		{[]page.Source{one, other}, []page.Source{other}, ""},
		{[]page.Source{one, one}, []page.Source{other}, "nothing can be compared: these are results of psycopg2, those of asyncpg"},
	} {
		err := page.Comparable(test.sources, test.against)
		if (err == nil) != (test.want == "") || err != nil && err.Error() != test.want {
			t.Errorf("it says %v, expected %q", err, test.want)
		}
	}
}

// TestTheConversationIsInThePage reads the evidence beside a result, each conversation once.
func TestTheConversationIsInThePage(t *testing.T) {
	folder := t.TempDir()
	trace := "12:00:00.000000\t1\tF\t18\tQuery\tSELECT 'the evidence'\n12:00:00.000100\t1\tB\t14\tCommandComplete (dropped)\tSELECT 1\n"
	var lines []report.Line
	for _, id := range []string{"network/a", "network/b"} {
		if err := os.MkdirAll(filepath.Join(folder, id), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, id, "trace.txt"), []byte(trace), 0o600); err != nil {
			t.Fatal(err)
		}
		l := failed(id, "resent/query", "x")
		l.Artifacts = []string{id + "/trace.txt", "../../etc/passwd"}
		lines = append(lines, l)
	}
	s := source("t", lines...)
	s.Folder = folder
	if n := strings.Count(unpack(t, render(t, page.Options{}, s)), "the evidence"); n != 1 {
		t.Errorf("the conversation is in the page %d times, and not once", n)
	}
}

func TestANewerFormatIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.jsonl")
	if err := os.WriteFile(path, []byte(`{"type":"run","format":99}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := page.Open(path)
	if err == nil || !strings.Contains(err.Error(), "it has format 99, and this pgfault reads 3 at most") {
		t.Errorf("it is read: %v", err)
	}
}

func TestShardsAreOneColumn(t *testing.T) {
	html := render(t, page.Options{}, source("t", result("network/a", verdict.Pass)), source("t", result("network/b", verdict.Pass)), source("u", result("network/a", verdict.Weak)))
	if n := strings.Count(html, `scope="col" class="t"`); n != 2 {
		t.Errorf("%d columns, and not 2", n)
	}
}

func TestASweepIsAMap(t *testing.T) {
	l := result("sweep/statement/reset:upstream:Query:1:before", verdict.Pass)
	l.Point = &verdict.Point{Workload: "statement", Group: "2. query SELECT 1", Row: "Query #1", Order: 7, Direction: "upstream", Fault: "reset", Place: "before"}
	html := render(t, page.Options{}, source("t", l, result("sweep/statement/no-fault", verdict.Pass)))
	if inside := unpack(t, html); !strings.Contains(inside, `"groups":[{"name":"2. query SELECT 1","rows":[{"name":"Query #1","who":"F"`) {
		t.Errorf("no map in %s", inside)
	}
	if strings.Contains(html, `id="grid"`) {
		t.Error("a sweep has a matrix of families")
	}
}

// TestAnOlderFormatIsShown renders what pgfault 0.1 wrote, when a result had neither findings nor what the wire carried.
func TestAnOlderFormatIsShown(t *testing.T) {
	old, err := page.Open("testdata/format1")
	if err != nil {
		t.Fatal(err)
	}
	html := render(t, page.Options{Against: []page.Source{old}}, old, source("new", result("schema/missing-table", verdict.Pass)))
	text := html + unpack(t, html)
	for _, want := range []string{
		"commit/reset-after-commit-sent", "not reported: tx, condition, origin, scope, outcome, retry", "v5.13.0", "15.18", "AuthenticationSASL",
		"SELECT * FROM non_existent_table", "reset: connection 1",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

// TestABadgeIsOfOneTarget writes the picture that a README shows.
func TestABadgeIsOfOneTarget(t *testing.T) {
	one, two := source("one", result("a/b", verdict.Pass)), source("two", result("a/b", verdict.Fail))
	svg, err := page.Badge([]page.Source{one})
	if err != nil || !strings.HasPrefix(svg, "<svg ") || !strings.Contains(svg, "1 pass") {
		t.Errorf("%q, %v", svg, err)
	}
	if _, err := page.Badge([]page.Source{one, two}); err == nil || !strings.Contains(err.Error(), "runs of 2") {
		t.Errorf("two targets have one badge: %v", err)
	}
}

// TestMessagesAreWholeInThePage has the bodies of messages whole as far as there is room, and then the first bytes of each; and beside
// them the server's log, of which the newest, and how the conversation is played again.
func TestMessagesAreWholeInThePage(t *testing.T) {
	folder := t.TempDir()
	var trace, bodies strings.Builder
	for n := range 8 {
		fmt.Fprintf(&trace, "12:00:00.%06d\t1\tB\t4005\tDataRow\n", n)
		bodies.WriteString(strings.Repeat(fmt.Sprintf("%02x", 0xa0+n), 4000) + "\n")
	}
	log := strings.Repeat("long ago\n", 1000) + "\x1b[31mFATAL: it went\n"
	for name, text := range map[string]string{"trace.txt": trace.String(), "bytes.txt": bodies.String(), "server.log": log} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := failed("network/a", "resent/query", "x")
	l.Artifacts = []string{"trace.txt", "bytes.txt", "server.log", "transcript.jsonl"}
	s := source("t", l)
	s.Folder = folder
	text := unpack(t, render(t, page.Options{Program: "pgfault"}, s))
	for n, want := range []int{4000, 4000, 4000, 4000, 384, 96, 96, 96} {
		whole := strings.Repeat(fmt.Sprintf("%02x", 0xa0+n), want)
		if !strings.Contains(text, `"`+whole+`"`) {
			t.Errorf("message %d has not %d bytes in the page", n, want)
		}
	}
	if n := strings.Count(text, "long ago"); n < 400 || n > 500 || !strings.Contains(text, `\\x1b[31mFATAL: it went`) {
		t.Errorf("%d lines of the server's log are in the page", n)
	}
	if !strings.Contains(text, "pgfault replay "+folder) {
		t.Error("it does not say how the conversation is played again")
	}
}

// declared is a result of a deviation that is known.
func declared(l report.Line) report.Line {
	l.Outcome, l.Declared = verdict.ExpectedFail, &verdict.Deviation{Outcome: verdict.Fail, Why: "known"}
	return l
}

// TestADeclaredCaseIsNotRed counts beside what is red, and not in it, what was declared of the same cause, however grave.
func TestADeclaredCaseIsNotRed(t *testing.T) {
	grave := declared(failed("commit/known", "resent/query", "sent again"))
	amber := failed("network/weak", "names/query", "named badly")
	amber.Outcome, amber.Findings[0].Outcome = verdict.Weak, verdict.Weak
	html := render(t, page.Options{}, source("t", grave, declared(failed("commit/also", "resent/query", "sent again")),
		failed("network/red", "resent/query", "sent again"), amber, declared(failed("network/other", "names/query", "named wrongly"))))
	for _, want := range []string{
		"1 of 5 results are red and not declared. 1 cause, the gravest first.",
		`<a href="#/m?q=cause:resent%2fquery%20not:s:expected_fail">1 case</a> and <a href="#/m?q=cause:resent%2fquery%20s:expected_fail">2 declared</a>`,
		`<p class="what"><a href="#/c/t/network%2fred">`,
		`Could be better <small>1</small>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(html, "<h2>Known and declared") {
		t.Error("a cause is among the red or amber, and among the declared")
	}
}

// TestWhatIsNotDecidedIsHeldAgainstNobody keeps it apart from what was found, and marks no claim for it.
func TestWhatIsNotDecidedIsHeldAgainstNobody(t *testing.T) {
	l := failed("network/a", "resent/query", "sent again")
	l.Findings[0].Step = 2
	l.Findings = append(l.Findings, verdict.Finding{Outcome: verdict.Undecidable, Rule: "truth", Cause: "truth/query", Step: 1, Text: "the server holds one"})
	inside := unpack(t, render(t, page.Options{}, source("t", l)))
	if !strings.Contains(inside, `"beside":["the server holds one"]`) || strings.Contains(inside, `{"o":"?"`) || strings.Contains(inside, `"v":"?"`) {
		t.Errorf("the case holds %s", inside)
	}
}

// TestWhatWasTakenBackIsNoCause leaves a red finding out of the causes where the judge was late itself.
func TestWhatWasTakenBackIsNoCause(t *testing.T) {
	l := failed("network/a", "resent/query", "sent again")
	l.Result = verdict.Undecided(l.Result, "the judge was stopped")
	html := render(t, page.Options{}, source("t", l))
	if strings.Contains(html, "cause:resent%2fquery") {
		t.Error("what was taken back is a cause")
	}
}

// TestACommandIsWhatAShellTakes quotes what a user copies, and gives the point of a wrap to what was wrapped.
func TestACommandIsWhatAShellTakes(t *testing.T) {
	point := result("wrap/job/reset:reply:COMMIT:1", verdict.Weak)
	s := source("t", result("network/a", verdict.Weak), point)
	s.Record.Run.Command = []string{"pgfault", "wrap", "--setup", "CREATE TABLE t (a int)", "--", "./my job"}
	html := render(t, page.Options{Program: "/my tools/pgfault"}, s)
	inside := unpack(t, html)
	for _, want := range []string{
		`"again":"'/my tools/pgfault' run network/a --seed 0"`,
		`"again":"pgfault wrap --point reset:reply:COMMIT:1 --setup 'CREATE TABLE t (a int)' -- './my job'"`,
	} {
		if !strings.Contains(inside, want) {
			t.Errorf("the page has no %s in %s", want, inside)
		}
	}
	if !strings.Contains(html, "&#39;CREATE TABLE t (a int)&#39;") {
		t.Error("the front's command is not quoted")
	}
}
