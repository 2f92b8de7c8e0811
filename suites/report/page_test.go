package report_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pgfault/pgfault/harness/report"
	"github.com/pgfault/pgfault/harness/report/page"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/verdict"
)

func isRed(l report.Line) bool { return report.Red(l.Outcome, false, false) }

// The budgets: what a page may weigh, and when it has to be shown.
const (
	maxBytes  = 3_000_000
	maxShowMS = 1000
)

func TestThePageKeepsItsBudgets(t *testing.T) {
	m := theMatrix(t)
	info, err := os.Stat(m.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d targets × %d scenarios are %d bytes", targets, rows, info.Size())
	if info.Size() > maxBytes {
		t.Errorf("it has %d bytes, and may have %d", info.Size(), maxBytes)
	}
	// The best of three: the machine may be busy, and the page is not to blame for that.
	best := 1e9
	for range 3 {
		b := open(t, m.path, "/")
		best = min(best, eval[float64](b, `performance.getEntriesByName('shown')[0].startTime`))
	}
	t.Logf("it is shown after %.0f ms", best)
	if best > maxShowMS {
		t.Errorf("it is shown after %.0f ms, and may take %d", best, maxShowMS)
	}
}

// TestEveryRedOpens opens every red case, with its evidence, and two hundred others.
func TestEveryRedOpens(t *testing.T) {
	t.Parallel()
	m := theMatrix(t)
	type asked struct {
		Hash, ID, Outcome string
		Red               bool
	}
	var all []asked
	others := 0
	for i, l := range m.cases {
		other := !isRed(l) && i%61 == 0 && others < 200
		if other {
			others++
		}
		if other || isRed(l) {
			all = append(all, asked{"#/c/" + l.Target + "/" + l.ID, l.ID, string(l.Outcome), isRed(l)})
		}
	}
	if others != 200 || len(all) < 500 {
		t.Fatalf("%d others of %d: the matrix is too small", others, len(all))
	}
	b := open(t, m.path, "/")
	wrong := eval[[]string](b, `(async () => {
		const wrong = [], all = `+jsonOf(t, all)+`, page = document.getElementById('case');
		for (const one of all) {
			const shown = new Promise((done) => new MutationObserver((_, me) => { if (document.body.dataset.shown === location.hash) { me.disconnect(); done(); } }).observe(document.body, {attributes: true}));
			location.hash = one.Hash;
			await shown;
			const text = page.textContent;
			if (page.querySelector('h1')?.textContent !== one.ID) wrong.push(one.Hash + ' shows ' + page.querySelector('h1')?.textContent);
			if (page.querySelector('.verdict b:nth-child(1)')?.parentElement.textContent.includes(one.Outcome) !== true) wrong.push(one.Hash + ' does not say ' + one.Outcome);
			if (one.Red && !page.querySelector('.seq .hit')) wrong.push(one.Hash + ' shows no fault in its conversation');
			if (one.Red) {
				const b = page.querySelector('.wire button');
				const row = b?.closest('tr');
				b?.click();
				if (!/^0000  [0-9a-f]{2} /.test(row?.querySelector('pre')?.textContent)) wrong.push(one.Hash + ' shows no bytes');
			}
			if (one.Red && !text.includes('Run it again')) wrong.push(one.Hash + ' can not be run again');
		}
		return wrong;
	})()`)
	for _, w := range wrong {
		t.Error(w)
	}
}

// TestFilters holds what each filter leaves against the cases themselves.
func TestFilters(t *testing.T) {
	t.Parallel()
	m := theMatrix(t)
	red := map[string]int{}
	outcomes := map[string]map[verdict.Outcome]bool{}
	for _, l := range m.cases {
		if isRed(l) {
			red[l.ID]++
		}
		if outcomes[l.ID] == nil {
			outcomes[l.ID] = map[verdict.Outcome]bool{}
		}
		if l.Outcome != verdict.Unsupported && l.Outcome != verdict.Skipped && l.Outcome != verdict.NotMet {
			outcomes[l.ID][l.Outcome] = true
		}
	}
	hasCause := func(l report.Line, part string) bool {
		return len(l.Findings) > 0 && strings.Contains(l.Findings[0].Cause, part)
	}
	b := open(t, m.path, "/m")
	for filter, keeps := range map[string]func(report.Line) bool{
		"s:fail": func(l report.Line) bool { return l.Outcome == verdict.Fail },
		"s:w":    func(l report.Line) bool { return l.Outcome == verdict.Weak },
		"q:safety": func(l report.Line) bool {
			a := l.Questions[verdict.Safety]
			return a == verdict.Fail || a == verdict.Weak
		},
		"q:names=weak":      func(l report.Line) bool { return l.Questions[verdict.Names] == verdict.Weak },
		"family:commit":     func(l report.Line) bool { return strings.HasPrefix(l.ID, "commit/") },
		"target:client-07":  func(l report.Line) bool { return l.Target == "client-07" },
		"cause:resent":      func(l report.Line) bool { return hasCause(l, "resent") },
		"is:different":      func(l report.Line) bool { return len(outcomes[l.ID]) > 1 },
		"only:client-03":    func(l report.Line) bool { return l.Target == "client-03" && isRed(l) && red[l.ID] == 1 },
		"is:new":            isRed,
		"is:declared":       func(l report.Line) bool { return l.Declared != nil },
		"not:declared s:e":  func(report.Line) bool { return false },
		"not:s:pass is:red": isRed,
		"unexpectedly":      func(report.Line) bool { return false },
		"s:fail family:commit q:safety": func(l report.Line) bool {
			return l.Outcome == verdict.Fail && strings.HasPrefix(l.ID, "commit/") && l.Questions[verdict.Safety] == verdict.Fail
		},
		`"never fired"`: func(l report.Line) bool { return l.Outcome == verdict.HarnessError },
	} {
		n, in := 0, map[string]bool{}
		for _, l := range m.cases {
			if keeps(l) {
				n++
				in[l.ID] = true
			}
		}
		b.visit("/m?q=" + url.QueryEscape(filter))
		got := eval[string](b, `document.getElementById('found').textContent`)
		if want := fmt.Sprintf("%s in %s", plural(n, "case"), plural(len(in), "scenario")); !strings.HasPrefix(got, want) {
			t.Errorf("%s: the page says %q, and it is %q", filter, got, want)
		}
		shown := eval[int](b, `document.querySelectorAll('#grid a.c:not(.out)').length`)
		if shown != n {
			t.Errorf("%s: %d cells are shown, of %d", filter, shown, n)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	m := theMatrix(t)
	b := open(t, m.path, "/")
	press := func(key string) string { b.do(chromedp.KeyEvent(key)); return b.awaitAny() }
	first := press("j")
	if !strings.HasPrefix(first, "#/c/") {
		t.Fatalf("j goes to %s", first)
	}
	if second := press("j"); second == first || !strings.HasPrefix(second, "#/c/") {
		t.Errorf("the second j goes to %s", second)
	}
	if back := press("k"); back != first {
		t.Errorf("k goes to %s, and not back to %s", back, first)
	}
	b.do(chromedp.KeyEvent("?"), chromedp.WaitVisible(chromedp.CSS("#help")))
	b.do(chromedp.KeyEvent(kb.Escape), chromedp.WaitNotVisible(chromedp.CSS("#help")))
	if at := press(kb.Escape); at != "#/m" {
		t.Errorf("Escape goes to %s", at)
	}
	b.do(chromedp.KeyEvent("/"))
	if at := eval[string](b, `document.activeElement.id`); at != "q" {
		t.Errorf("/ goes to %q", at)
	}
	// The protocol types the character by itself, whatever the page made of the key.
	b.do(chromedp.Evaluate[chromedp.Void](`document.getElementById('q').value = ''`), chromedp.KeyEvent("s:harness"))
	b.do(chromedp.Poll[chromedp.Void](`document.body.dataset.shown === '#/m?q=s%3Aharness'`))
	b.do(chromedp.KeyEvent(kb.Enter), chromedp.Evaluate[chromedp.Void](`document.getElementById('q').blur()`))
	if at := press("j"); !strings.HasSuffix(at, "?q=s%3Aharness") {
		t.Errorf("j loses the filter: %s", at)
	}
	if at := press("v"); at != "#/" {
		t.Errorf("v goes to %s", at)
	}
}

// places are parts of the page of each kind.
func places(m matrix) []string {
	var red string
	for _, l := range m.cases {
		if l.Outcome == verdict.Fail {
			red = l.ID
			return []string{"/", "/m", "/m?q=s:fail", "/c/" + l.Target + "/" + red, "/c/" + l.Target + "/" + m.cases[0].ID, "/t/" + l.Target}
		}
	}
	return nil
}

func TestNothingScrollsSideways(t *testing.T) {
	t.Parallel()
	m := theMatrix(t)
	sweep := sweepPage(t)
	for _, one := range []struct {
		path   string
		places []string
	}{{m.path, places(m)}, {sweep, []string{"/", "/sweep"}}, {hostilePage(t), []string{"/", "/m?q=s:fail", "/t/evil"}}} {
		b := open(t, one.path, one.places[0])
		for _, width := range []int64{320, 768, 1280, 2560, 3840} {
			b.size(width, "light")
			for _, place := range one.places {
				b.visit(place)
				if got := eval[int64](b, `document.documentElement.scrollWidth`); got > width {
					t.Errorf("%s at %d px is %d px wide: %v", place, width, got, eval[[]string](b, `[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 4).map((e) => e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 60))`))
				}
			}
		}
	}
}

// TestAccessibility holds each kind of part against what a screen reader and weak eyes need: everything that can be used has a
// name, pictures have a text, headings and tables say what they are, and text stands out from what is behind it.
func TestAccessibility(t *testing.T) {
	t.Parallel()
	m := theMatrix(t)
	b := open(t, m.path, "/")
	check, err := os.ReadFile("accessibility.js")
	if err != nil {
		t.Fatal(err)
	}
	at := func(place string) {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{320, 1280} {
				b.size(width, scheme)
				b.visit(place)
				for _, wrong := range eval[[]string](b, string(check)) {
					t.Errorf("%s, %s, %d px: %s", place, scheme, width, wrong)
				}
			}
		}
	}
	for _, place := range places(m) {
		at(place)
	}
	b = open(t, sweepPage(t), "/sweep")
	at("/sweep")
}

func sweepPage(t *testing.T) string {
	t.Helper()
	run := report.Run{Type: "run", Format: report.FormatVersion, Target: target.Hello{Name: "t"}}
	var lines []report.Line
	for i, message := range []string{"StartupMessage", "AuthenticationSASLContinue", "Query", "CommandComplete"} {
		for _, f := range []string{"reset", "close", "hold", "swallow", "half-close"} {
			for _, place := range []string{"before", "header", "body", "after"} {
				l := report.NewLine("", verdict.Result{ID: "sweep/statement/" + f + ":upstream:" + message + ":1:" + place, Target: "t", Outcome: []verdict.Outcome{verdict.Pass, verdict.Weak, verdict.Fail}[dice(f, place, i)%3], Reason: "as it is"})
				l.Point = &verdict.Point{Workload: "statement", Group: "2. query INSERT INTO a_table_with_a_long_name VALUES ($1, $2, $3)", Row: message + " #1", Order: i + 1, Direction: "upstream", Fault: f, Place: place}
				lines = append(lines, l)
			}
		}
	}
	return write(t, page.Source{Record: report.Record{Run: run, Results: lines}})
}

// hostilePage holds text from outside that would do something else than be read, and words without an end.
func hostilePage(t *testing.T) string {
	t.Helper()
	bad := `<script>alert(1)</script><img src=x onerror=alert(2)>"'>` + "\x1b[31m \u202e \xff" + strings.Repeat("W", 3000)
	l := report.NewLine("", verdict.Result{ID: "network/a", Target: "evil", Outcome: verdict.Fail, Reason: bad, Findings: []verdict.Finding{{Outcome: verdict.Fail, Question: verdict.Safety, Rule: "hang", Cause: "hang/" + bad, Text: bad}}})
	l.Observed = []verdict.Observed{{Step: 1, Request: target.Request{Op: target.OpQuery, SQL: bad}, Answer: target.Answer{Error: &target.Error{Message: bad, Native: bad, SQLState: bad}}}}
	return write(t, page.Source{Record: report.Record{Run: report.Run{Type: "run", Format: report.FormatVersion, Command: []string{bad}, Target: target.Hello{Name: "evil", Version: bad, Homepage: "javascript:alert(3)"}}, Results: []report.Line{l}}})
}

func TestHostileTextDoesNothing(t *testing.T) {
	t.Parallel()
	b := open(t, hostilePage(t), "/")
	for _, place := range []string{"/m?q=s:fail", "/c/evil/network/a", "/t/evil", "/"} {
		b.visit(place)
		if n := eval[int](b, `document.querySelectorAll('main script, main img:not([src^="data:"]), main [onerror], main a[href^="javascript"]').length`); n != 0 {
			t.Errorf("%s: text has become %d elements", place, n)
		}
	}
}

// TestAnOlderFormatIsShown opens each case of a run that an older pgfault wrote.
func TestAnOlderFormatIsShown(t *testing.T) {
	t.Parallel()
	old, err := page.Open("../../harness/report/page/testdata/format1")
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, write(t, old), "/")
	if n := len(old.Record.Results); n != 4 {
		t.Fatalf("there are %d results", n)
	}
	for _, l := range old.Record.Results {
		b.visit("/c/" + l.Target + "/" + l.ID)
		for _, want := range []string{l.Reason, "Claims beside truth", "Conversation"} {
			if !strings.Contains(eval[string](b, `document.getElementById('case').textContent`), want) {
				t.Errorf("%s does not say %q", l.ID, want)
			}
		}
	}
	b.visit("/m?q=s:weak")
	if got := eval[string](b, `document.getElementById('found').textContent`); !strings.HasPrefix(got, "4 cases in 4 scenarios") {
		t.Error(got)
	}
}

func write(t *testing.T, s page.Source) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := page.Write(file, []page.Source{s}, page.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
