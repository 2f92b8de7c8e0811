package page

import (
	"strings"

	"github.com/pgfault/pgfault/harness/report"
)

// The most that is shown of a text from outside, in bytes.
const (
	maxText = 2000
	maxLog  = 32 << 10
	// The newest of a server's log are what is read of it.
	maxServerLog = 4 << 10
)

// text is a text from outside as it is shown: safe, and no longer than it is read. The script sets it as text, never as markup.
func text(s string) string { return clip(report.Escape(clip(s, maxText)), maxText) }

// lines is the same for a text of several lines.
func lines(s string) string {
	parts := strings.Split(clip(s, maxLog), "\n")
	for i, one := range parts {
		parts[i] = report.Escape(one)
	}
	return strings.Join(parts, "\n")
}

// texts is text for each.
func texts(all []string) []string {
	var out []string
	for _, s := range all {
		out = append(out, text(s))
	}
	return out
}

func clip(s string, to int) string {
	if len(s) <= to {
		return s
	}
	return strings.ToValidUTF8(s[:to], "") + "…"
}

// newest are the last lines of a text, as many as have room.
func newest(s string, to int) string {
	if len(s) <= to {
		return s
	}
	_, s, _ = strings.Cut(s[len(s)-to:], "\n")
	return "…\n" + s
}
