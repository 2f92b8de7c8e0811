package report_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/pgfault/pgfault/harness/report"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain text, und Größe": "plain text, und Größe",
		"two\nlines\r\tand tab": `two\nlines\r\tand tab`,
		"\x1b[2Jgone":           `\x1b[2Jgone`,
		"bell\a del\x7f":        `bell\x07 del\x7f`,
		"c1 \u009b31m":          `c1 \x9b31m`,
		"turned \u202e round":   `turned \u202e round`,
		"broken \xff utf-8":     `broken \xff utf-8`,
	} {
		if got := report.Escape(in); got != want {
			t.Errorf("Escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("\x1b]0;title\a")
	f.Add("\xf0\x28\x8c\x28")
	f.Fuzz(func(t *testing.T, in string) {
		out := report.Escape(in)
		if i := strings.IndexFunc(out, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }); i >= 0 {
			t.Errorf("Escape(%q) = %q lets a control character through", in, out)
		}
		if report.Escape(out) != out {
			t.Errorf("Escape(%q) = %q is not safe by its own measure", in, out)
		}
	})
}
