package pgdiag

import "github.com/jackc/pgx/v5/pgconn"

// conditionOf names a server's error: by its code, and by the source it was raised in where one code means several
// things. The names of source files and functions are never translated; the message is. f is nil where nothing is known
// but the error.
func conditionOf(pg *pgconn.PgError, f *facts) Condition {
	switch pg.Code {
	case "57014":
		if f != nil && f.timedOut {
			return StatementTimeout
		}
	case "0A000":
		if pg.Routine == "RevalidateCachedQuery" {
			return StalePlan
		}
	case "40001":
		if pg.File == "postgres.c" { // raised where a backend looks for interrupts, not by a conflict of its own
			return RecoveryConflict
		}
	case "55P03":
		if pg.Routine == "ProcessInterrupts" { // NOWAIT is raised where the lock is taken
			return LockTimeout
		}
	}
	return conditionOfCode(pg.Code)
}
