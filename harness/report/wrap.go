package report

import "strings"

// reasonLines is how many lines a reason has at most where it has lines of its own: the longest that the judge writes by itself say
// what was waited for and what came instead, and fit.
const reasonLines = 3

// reasonUnder is a reason on lines of its own, beneath what it is for: what is wrong first, and where it was after it. What is too
// long all the same is cut, which is shown as an ellipsis.
func reasonUnder(reason string, width int) []string {
	var out []string
	rest, width := causeFirst(reason), max(1, width-len(reasonIndent))
	for len(out) < reasonLines-1 && columns(rest) > width {
		var line string
		if line, rest = cutLine(rest, width); line == "" {
			break // a word that is longer than the line
		}
		out = append(out, reasonIndent+line)
	}
	return append(out, reasonIndent+truncate(rest, width))
}

// cutLine takes as many words from a text as a line has columns for.
func cutLine(text string, width int) (line, rest string) {
	for end := 0; ; {
		next := strings.IndexByte(text[min(end+1, len(text)):], ' ')
		if next < 0 || columns(text[:end+1+next]) > width {
			return text[:end], strings.TrimLeft(text[end:], " ")
		}
		end += 1 + next
	}
}
