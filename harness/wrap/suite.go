package wrap

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// suite is what the output of a test suite tells of its tests, where it is that of go test -json.
type suite struct {
	failed  []string
	running []string // those that had begun, and did not end
}

// readSuite reads the events of go test -json in an output; nil where there are none.
func readSuite(output string) *suite {
	var s *suite
	for line := range strings.Lines(output) {
		if !strings.HasPrefix(line, `{"Time"`) && !strings.HasPrefix(line, `{"Action"`) {
			continue
		}
		var event struct{ Action, Package, Test string }
		if json.Unmarshal([]byte(line), &event) != nil || event.Action == "" {
			continue
		}
		if s == nil {
			s = &suite{}
		}
		if event.Test == "" {
			continue
		}
		s.event(event.Action, event.Package+"."+event.Test)
	}
	return s
}

func (s *suite) event(action, test string) {
	switch action {
	case "run":
		s.running = append(s.running, test)
	case "pass", "skip", "fail":
		s.running = slices.DeleteFunc(s.running, func(t string) bool { return t == test })
		if action == "fail" {
			s.failed = append(s.failed, test)
		}
	}
}

// testsNamed is how many tests are named.
const testsNamed = 3

// String says which tests failed, and which did not end.
func (s *suite) String() string {
	var parts []string
	for _, some := range []struct {
		what  string
		tests []string
	}{{"failed", s.failed}, {"did not end", s.running}} {
		if len(some.tests) == 0 {
			continue
		}
		text := strings.Join(some.tests[:min(len(some.tests), testsNamed)], ", ")
		if more := len(some.tests) - testsNamed; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		parts = append(parts, text+" "+some.what)
	}
	return strings.Join(parts, "; ")
}
