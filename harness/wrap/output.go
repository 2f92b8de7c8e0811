package wrap

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"
	"sync"
)

// outputKept bounds what is kept of a program's output, in bytes: its end, where it says why it ended.
const outputKept = 64 << 10

// output is what a program writes, of which the end is kept.
type output struct {
	mu      sync.Mutex
	kept    []byte
	written int64
	line    []byte // the last, as far as it has come, where lines may be events of a test suite
	events  *suite
}

// lineKept bounds a line that may be an event, in bytes.
const lineKept = 64 << 10

// tests are those of the suite whose events were written; nil where none were.
func (o *output) tests() *suite {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.events
}

// follow reads the events of a test suite, as they come: the output may be longer than what is kept of it.
func (o *output) follow(p []byte) {
	for len(p) > 0 {
		part, rest, whole := bytes.Cut(p, []byte{'\n'})
		if len(o.line)+len(part) <= lineKept {
			o.line = append(o.line, part...)
		}
		if !whole {
			return
		}
		if len(o.line) > 0 && o.line[0] == '{' {
			events := cmp.Or(o.events, &suite{})
			if events.event(o.line) {
				o.events = events
			}
		}
		o.line, p = o.line[:0], rest
	}
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.written += int64(len(p))
	o.follow(p)
	o.kept = append(o.kept, p[max(0, len(p)-outputKept):]...)
	if over := len(o.kept) - outputKept; over > 0 {
		o.kept = append(o.kept[:0], o.kept[over:]...)
	}
	return len(p), nil
}

func (o *output) text() (text string, written int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text = strings.ToValidUTF8(string(o.kept), "\ufffd")
	if o.written > int64(len(o.kept)) {
		text = "[…]" + text
	}
	return text, o.written
}

// lastWordsKept bounds what is quoted of a program's output, in bytes.
const lastWordsKept = 200

// lastWords is the last line of an output in which something is said; of a test suite, which tests failed and which did not end.
func lastWords(text string) string {
	if s := readSuite(text); s != nil && s.String() != "" {
		return s.String()
	}
	if all := exception.FindAllString(text, -1); len(all) > 0 {
		return quoted(all[len(all)-1])
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if line := quoted(lines[i]); line != "" {
			return line
		}
	}
	return ""
}

// exception is the line of a traceback that says what it was; behind it may stand where more is to be read.
var exception = regexp.MustCompile(`(?m)^[A-Za-z_][\w.]*(?:Error|Exception|Failure): .+$`)

// quoted is a line as it is quoted.
func quoted(line string) string {
	line = strings.Join(strings.Fields(line), " ")
	if len(line) > lastWordsKept {
		line = strings.ToValidUTF8(line[:lastWordsKept], "") + "…"
	}
	return line
}
