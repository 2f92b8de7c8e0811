package report

import (
	"strings"
	"unicode"
)

// wide are the scripts whose letters take two columns of a terminal, of those that PostgreSQL's messages are translated to;
// a full-width form of another script does too.
var wide = []*unicode.RangeTable{unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana}

func columnsOf(r rune) int {
	switch {
	case r >= 0x3000 && r <= 0x303f, r >= 0xff01 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff, unicode.In(r, wide...):
		return 2
	case unicode.Is(unicode.Mn, r):
		return 0
	}
	return 1
}

// columns is how many columns of a terminal a text takes.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// pad fills a text up to a number of columns.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-columns(text)))
}

// truncate shortens text to a number of columns; what was cut is shown as an ellipsis.
func truncate(text string, width int) string {
	if columns(text) <= width {
		return text
	}
	if width < 1 {
		return ""
	}
	n := 0
	for i, r := range text {
		if n += columnsOf(r); n > width-1 {
			return text[:i] + "…"
		}
	}
	return text
}
