package wrap

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// suite is what is known of the tests of a test suite.
type suite struct {
	tests  []*testRun
	byName map[string]*testRun
	// rough says that the times are known only so far: what was said at another is of the test that is nearest.
	rough bool
}

// testRun is a test of a suite, in one run of it.
type testRun struct {
	name         string
	outcome      string // pass, skip or fail; empty where it did not end
	began, ended time.Time
}

// test finds a test, or adds it.
func (s *suite) test(name string) *testRun {
	if t := s.byName[name]; t != nil {
		return t
	}
	if s.byName == nil {
		s.byName = map[string]*testRun{}
	}
	t := &testRun{name: name}
	s.tests, s.byName[name] = append(s.tests, t), t
	return t
}

// event takes a line that may be an event of go test -json, and tells whether it is one.
func (s *suite) event(line []byte) bool {
	if !bytes.HasPrefix(line, []byte(`{"Time"`)) && !bytes.HasPrefix(line, []byte(`{"Action"`)) {
		return false
	}
	var e struct {
		Time                  time.Time
		Action, Package, Test string
	}
	if json.Unmarshal(line, &e) != nil || e.Action == "" {
		return false
	}
	if e.Test == "" {
		return true
	}
	switch t := s.test(e.Package + "." + e.Test); e.Action {
	case "run":
		t.began = e.Time
	case "pass", "skip", "fail":
		t.outcome, t.ended = e.Action, e.Time
	}
	return true
}

// readSuite reads the events of go test -json in an output; nil where there are none.
func readSuite(output string) *suite {
	s, found := &suite{}, false
	for line := range strings.Lines(output) {
		found = s.event([]byte(line)) || found
	}
	if !found {
		return nil
	}
	return s
}

// junitCase is a test in a file of JUnit's format.
type junitCase struct {
	Class   string    `xml:"classname,attr"`
	Name    string    `xml:"name,attr"`
	Time    float64   `xml:"time,attr"` // seconds
	Failure *struct{} `xml:"failure"`
	Error   *struct{} `xml:"error"`
	Skipped *struct{} `xml:"skipped"`
}

// junitLayout is how a runner writes when a suite began: without a zone it is local time.
const junitLayout = "2006-01-02T15:04:05"

// readJUnit reads a file of JUnit's format. The tests of it have run one after the other, and the last ended with the suite: the file
// says no more. It is nil where there is no such file, as of a runner that was ended.
func readJUnit(data []byte) (*suite, error) {
	s := &suite{rough: true}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	var began, at time.Time
	var took time.Duration
	first := 0 // of the suite that is read
	for {
		token, err := decoder.Token()
		if end, is := token.(xml.EndElement); is && end.Name.Local == "testsuite" && took > 0 {
			for _, t := range s.tests[first:] {
				rest := began.Add(took).Sub(at)
				t.began, t.ended = t.began.Add(rest), t.ended.Add(rest)
			}
			first = len(s.tests)
		}
		if token == nil {
			if len(s.tests) == 0 {
				return nil, err
			}
			return s, nil
		}
		start, is := token.(xml.StartElement)
		switch {
		case !is:
		case start.Name.Local == "testsuite":
			began, took = junitTimes(start.Attr)
			at = began
		case start.Name.Local == "testcase":
			var c junitCase
			if err := decoder.DecodeElement(&c, &start); err != nil {
				return nil, fmt.Errorf("read test of JUnit: %w", err)
			}
			t := s.test(strings.TrimPrefix(c.Class+"."+c.Name, "."))
			t.began, t.outcome = at, "pass"
			at = at.Add(time.Duration(c.Time * float64(time.Second)))
			t.ended = at
			switch {
			case c.Failure != nil, c.Error != nil:
				t.outcome = "fail"
			case c.Skipped != nil:
				t.outcome = "skip"
			}
		}
	}
}

// junitTimes are when a suite began, and how long it took; zero where the file does not say it.
func junitTimes(attrs []xml.Attr) (began time.Time, took time.Duration) {
	for _, a := range attrs {
		switch a.Name.Local {
		case "timestamp":
			for _, layout := range []string{time.RFC3339Nano, junitLayout} {
				if t, err := time.ParseInLocation(layout, a.Value, time.Local); err == nil {
					began = t
				}
			}
		case "time":
			if seconds, err := strconv.ParseFloat(a.Value, 64); err == nil {
				took = time.Duration(seconds * float64(time.Second))
			}
		}
	}
	return began, took
}

// of are the tests with an outcome, without those that only hold others.
func (s *suite) of(outcome string) []string {
	var names []string
	for _, t := range s.tests {
		if t.outcome == outcome && !slices.ContainsFunc(s.tests, func(other *testRun) bool {
			return other.outcome == outcome && strings.HasPrefix(other.name, t.name+"/")
		}) {
			names = append(names, t.name)
		}
	}
	return names
}

// running is the test that said something at a time on a connection with such a name (application_name): the one whose name that is, or
// else the one that had begun last of those that ran then.
func (s *suite) running(at time.Time, application string) string {
	best := (*testRun)(nil)
	for _, t := range s.tests {
		if application != "" && (t.name == application || strings.HasSuffix(t.name, "."+application)) {
			return t.name
		}
		if !t.began.IsZero() && !at.Before(t.began) && (t.ended.IsZero() || !at.After(t.ended)) && (best == nil || !t.began.Before(best.began)) {
			best = t
		}
	}
	if best == nil && s.rough && len(s.tests) > 0 {
		best = slices.MinFunc(s.tests, func(a, b *testRun) int { return cmp.Compare(a.away(at), b.away(at)) })
	}
	if best == nil {
		return ""
	}
	return best.name
}

// away is how far a time is from those of the test.
func (t *testRun) away(at time.Time) time.Duration { return max(t.began.Sub(at), at.Sub(t.ended), 0) }

// testsNamed is how many tests are named.
const testsNamed = 3

// String says which tests failed, and which did not end.
func (s *suite) String() string {
	var parts []string
	for _, some := range []struct {
		what  string
		tests []string
	}{{"failed", s.of("fail")}, {"did not end", s.of("")}} {
		if len(some.tests) > 0 {
			parts = append(parts, named(some.tests)+" "+some.what)
		}
	}
	return strings.Join(parts, "; ")
}

// named names some tests.
func named(tests []string) string {
	text := strings.Join(tests[:min(len(tests), testsNamed)], ", ")
	if more := len(tests) - testsNamed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// sayTests has a runner of tests say what becomes of each: go test by its events, pytest by a file, which is given then.
func sayTests(argv []string) (_ []string, file string) {
	has := func(prefixes ...string) bool {
		return slices.ContainsFunc(argv, func(arg string) bool {
			return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(arg, p) })
		})
	}
	switch name := filepath.Base(argv[0]); {
	case name == "go" && len(argv) > 1 && argv[1] == "test" && !has("-json", "--json"):
		return slices.Insert(slices.Clone(argv), 2, "-json"), ""
	case (strings.HasPrefix(name, "pytest") || name == "py.test" || has("pytest") && strings.HasPrefix(name, "python")) && !has("--junit"):
		const file = "{DIR}/pgfault-tests.xml"
		return append(slices.Clone(argv), "--junitxml="+file), file
	}
	return argv, ""
}

// readTests reads what became of the tests of a run, where the program is a runner of tests.
func readTests(file string, out *output) (*suite, error) {
	if file == "" {
		return out.tests(), nil
	}
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read what became of the tests: %w", err)
	}
	return readJUnit(data)
}
