package matchers_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/suites/matchers"
)

func TestHaveStatus(t *testing.T) {
	d := &pgdiag.Diagnosis{Status: pgdiag.StatusFaulty}
	holds(t, matchers.HaveStatus(pgdiag.StatusFaulty), d)
	fails(t, matchers.HaveStatus(pgdiag.StatusOpen), d, "status")
}

func TestHaveStatusOfAConnection(t *testing.T) {
	var none *pgx.Conn
	holds(t, matchers.HaveStatus(pgdiag.StatusClosed), none)
	fails(t, matchers.HaveStatus(pgdiag.StatusOpen), none, "closed")
}
