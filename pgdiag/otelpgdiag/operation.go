package otelpgdiag

import (
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// operations are the commands of PostgreSQL, by their first word. What else a text begins with is not told, so that no text
// becomes the name of a span.
var operations = []string{
	"ABORT", "ALTER", "ANALYZE", "BEGIN", "CALL", "CHECKPOINT", "CLOSE", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE",
	"DEALLOCATE", "DECLARE", "DELETE", "DISCARD", "DO", "DROP", "END", "EXECUTE", "EXPLAIN", "FETCH", "GRANT", "IMPORT", "INSERT",
	"LISTEN", "LOAD", "LOCK", "MERGE", "MOVE", "NOTIFY", "PREPARE", "REASSIGN", "REFRESH", "REINDEX", "RELEASE", "RESET", "REVOKE",
	"ROLLBACK", "SAVEPOINT", "SECURITY", "SELECT", "SET", "SHOW", "START", "TABLE", "TRUNCATE", "UNLISTEN", "UPDATE", "VACUUM",
	"VALUES", "WITH",
}

// operation is the command of a text, as the program wrote it. It is empty where the text may have several statements, of
// which the conventions name none, or where it begins with no command.
func operation(sql string) string {
	sql = strings.TrimLeft(afterComments(sql), blank+"(")
	end := strings.IndexFunc(sql, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
	if end < 0 {
		end = len(sql)
	}
	word, rest := sql[:end], strings.TrimRight(sql[end:], blank+";")
	if !slices.Contains(operations, strings.ToUpper(word)) || strings.Contains(rest, ";") {
		return ""
	}
	return word
}

// batchOperation is that of a batch: BATCH, and the command where all its statements have the same.
func batchOperation(batch *pgx.Batch) string {
	if batch == nil || len(batch.QueuedQueries) == 0 {
		return "BATCH"
	}
	first := operation(batch.QueuedQueries[0].SQL)
	for _, q := range batch.QueuedQueries[1:] {
		if operation(q.SQL) != first {
			return "BATCH"
		}
	}
	return strings.TrimSpace("BATCH " + first)
}

const blank = " \t\r\n\f\v"

// afterComments is a text from its first character that is in no comment. Block comments nest.
func afterComments(sql string) string {
	for {
		sql = strings.TrimLeft(sql, blank)
		switch {
		case strings.HasPrefix(sql, "--"):
			_, sql, _ = strings.Cut(sql, "\n")
		case strings.HasPrefix(sql, "/*"):
			depth, i := 1, 2
			for ; depth > 0 && i < len(sql); i++ {
				switch {
				case strings.HasPrefix(sql[i:], "/*"):
					depth, i = depth+1, i+1
				case strings.HasPrefix(sql[i:], "*/"):
					depth, i = depth-1, i+1
				}
			}
			sql = sql[min(i, len(sql)):]
		default:
			return sql
		}
	}
}
