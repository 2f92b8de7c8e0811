package sqlkit

import (
	"context"
	"errors"
	"strings"

	"github.com/pgfault/pgfault/harness/target"
)

// CopyByPrepare copies as lib/pq does: the COPY is prepared as a statement, each execution of it is a row, by its values, and one
// without values is the end. A source that fails closes the statement without an end.
func CopyByPrepare(ctx context.Context, on Preparer, req target.Request) error {
	stmt, err := on.PrepareContext(ctx, req.SQL)
	if err != nil {
		return err
	}
	for _, line := range req.Rows {
		if _, err := stmt.ExecContext(ctx, values(line)...); err != nil {
			return errors.Join(err, stmt.Close())
		}
	}
	if req.Fail != "" {
		return errors.Join(errors.New(req.Fail), stmt.Close())
	}
	if _, err := stmt.ExecContext(ctx); err != nil {
		return errors.Join(err, stmt.Close())
	}
	return stmt.Close()
}

// escapes are what stands for another character in COPY's text format, behind a backslash.
var escapes = strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n", `\r`, "\r")

// values are those of a line in COPY's text format.
func values(line string) []any {
	var out []any
	for field := range strings.SplitSeq(line, "\t") {
		if field == `\N` {
			out = append(out, nil)
			continue
		}
		out = append(out, escapes.Replace(field))
	}
	return out
}
