package layersweep

import (
	"context"

	"github.com/pgfault/pgfault/pgdiag"
)

// Claim is what pgdiag says of a failed call, asked in one of the ways that a program can ask it.
type Claim struct {
	// Entry is the way: Diagnose, DiagnoseConn, WithCall, or one of them once more when the connection has gone on.
	Entry string
	// D is what is said; nil where nothing is.
	D *pgdiag.Diagnosis
}

// The ways in which pgdiag is asked.
const (
	entryDiagnose = "Diagnose"
	entryConn     = "DiagnoseConn"
	entryCall     = "WithCall"
)

// entries are the ways whose shares of definite answers are counted.
var entries = []string{entryDiagnose, entryConn, entryCall}

// ask asks in each way.
func ask(on *session, made *pgdiag.Call, err error, suffix string) []Claim {
	claims := []Claim{{entryDiagnose + suffix, pgdiag.Diagnose(err)}, {entryCall + suffix, made.Diagnose(err)}}
	if on.conn != nil {
		claims = append(claims, Claim{entryConn + suffix, pgdiag.DiagnoseConn(on.conn, err)})
	}
	return claims
}

// later is put behind the way where pgdiag is asked once more.
const later = ", later"

// goOn uses the connection for something else that is committed, where it still can be, and tells whether it could. What is
// known of the failed call must not become another's.
func goOn(ctx context.Context, on *session) bool {
	if on.conn == nil || on.conn.IsClosed() {
		return false
	}
	for _, sql := range []string{"ROLLBACK", "INSERT INTO later VALUES ('x')"} {
		if _, err := on.conn.Exec(ctx, sql); err != nil {
			return false
		}
	}
	return true
}
