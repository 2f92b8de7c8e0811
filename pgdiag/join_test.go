package pgdiag_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestStatusOfSeveral joins an error that leaves a connection open with another, which may have closed it, or says nothing
// of connections.
func TestStatusOfSeveral(t *testing.T) {
	server := &pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "22012", File: "int.c", Line: 1, Routine: "int4div"}
	for name, c := range map[string]struct {
		beside error
		want   pgdiag.Status
	}{
		"nothing":             {nil, pgdiag.StatusOpen},
		"a program's own":     {errors.New("an HTTP answer"), pgdiag.StatusOpen},
		"no rows":             {pgx.ErrNoRows, pgdiag.StatusOpen},
		"a caller's deadline": {context.DeadlineExceeded, pgdiag.StatusUnknown},
		"a caller's cancel":   {context.Canceled, pgdiag.StatusUnknown},
		"the end of a stream": {io.ErrUnexpectedEOF, pgdiag.StatusFaulty},
	} {
		for _, err := range []error{errors.Join(server, c.beside), errors.Join(c.beside, server)} {
			if d := pgdiag.Diagnose(err); d.Status != c.want {
				t.Errorf("beside %s: status %s, want %s", name, d.Status, c.want)
			}
		}
	}
}
