package target

import (
	"regexp"
	"strings"
)

// lastWordsMax is how many lines are quoted of a stderr that ends in none of the known ways.
const lastWordsMax = 3

var (
	// said are lines that say why a program of some language ended, at their beginning.
	said = regexp.MustCompile(`^(panic: |fatal error: |Exception in thread "|terminate called |thread '[^']*' (\([0-9]+\) )?panicked at |PHP Fatal error: |Fatal error: )`)
	// frame is a line of a stack, in whatever language.
	frame = regexp.MustCompile(`^(\s+at .*|\s+from .*|\s+File ".*|\tfrom .*|goroutine \d+ .*|\s+\.\.\. \d+ more|\t\S+:\d+( \+0x[0-9a-f]+)?|\S+\(.*\)|created by .*|exit status \d+|\s*|Node\.js v.*|\s+[\^~]+)$`)
)

// lastWords takes out of a stderr what its program said last, and leaves the frames: the line of a panic, the exception.
func lastWords(stderr string) string {
	lines := strings.Split(strings.ReplaceAll(strings.TrimRight(stderr, "\n"), "\r\n", "\n"), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		switch {
		case said.MatchString(lines[i]):
			if strings.HasPrefix(lines[i], "thread '") && i+1 < len(lines) { // Rust says it in the next line
				return lines[i] + "\n" + lines[i+1]
			}
			return lines[i]
		case strings.HasPrefix(lines[i], "Traceback (most recent call last)"):
			if exception := afterTraceback(lines[i+1:]); exception != "" {
				return exception
			}
		case i > 0 && strings.HasPrefix(lines[i], "    at ") && !frame.MatchString(lines[i-1]):
			return lines[i-1] // JavaScript says it above its frames
		}
	}
	var kept []string
	for i := len(lines) - 1; i >= 0 && len(kept) < lastWordsMax; i-- {
		if !frame.MatchString(lines[i]) {
			kept = append([]string{lines[i]}, kept...)
		}
	}
	return strings.Join(kept, "\n")
}

// afterTraceback is the exception of a Python traceback: the first line after it that is not indented.
func afterTraceback(lines []string) string {
	for _, line := range lines {
		if line != "" && line[0] != ' ' && line[0] != '\t' {
			return line
		}
	}
	return ""
}
