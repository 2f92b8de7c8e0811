package pgdiag_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// Class 53 is a lack of resources that may pass; temp_file_limit (53400) is the session's own, and what needed more than
// that once needs it again.
func TestALimitOfTheSessionIsMetAgain(t *testing.T) {
	for code, want := range map[string]pgdiag.Retry{
		"53400": pgdiag.RetryNo, "53100": pgdiag.RetryWait, "53200": pgdiag.RetryWait, "53300": pgdiag.RetryWait,
	} {
		err := &pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: code, File: "fd.c", Routine: "FileWrite"}
		if got := pgdiag.Diagnose(err).Retry; got != want {
			t.Errorf("%s: advice is %s, want %s", code, got, want)
		}
	}
}
