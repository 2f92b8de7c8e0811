package targets

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// numbered are the $1, $2, … of a statement, and the parts of it in which a $1 is none.
var numbered = regexp.MustCompile(`'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)`)

// Placeholders is the statement with its $1, $2, … written as the library has them: write gives the n-th, from 1 on. Those in
// quotes stay.
func Placeholders(sql string, write func(n int) string) string {
	return numbered.ReplaceAllStringFunc(sql, func(part string) string {
		if part[0] != '$' {
			return part
		}
		n, err := strconv.Atoi(part[1:])
		if err != nil {
			return part
		}
		return write(n)
	})
}

// QuestionMarks is the statement with a ? for each $1, $2, …, and the arguments in the order of the marks.
func QuestionMarks(sql string, args []any) (string, []any) {
	if len(args) == 0 {
		return sql, nil
	}
	var ordered []any
	sql = Placeholders(sql, func(n int) string {
		if n <= len(args) {
			ordered = append(ordered, args[n-1])
		}
		return "?"
	})
	return sql, ordered
}

// WithConnectTimeout is the DSN with the caller's deadline of a connect, for a library that has it there, in whole seconds. One
// that the DSN has already stays.
func WithConnectTimeout(req target.Request) string {
	if req.TimeoutMS <= 0 || strings.Contains(req.DSN, "connect_timeout=") {
		return req.DSN
	}
	join := "?"
	if strings.Contains(req.DSN, "?") {
		join = "&"
	}
	return fmt.Sprintf("%s%sconnect_timeout=%d", req.DSN, join, (req.TimeoutMS+999)/1000)
}
