package matchers

import (
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/onsi/gomega/types"

	"github.com/pgfault/pgfault/pgdiag"
)

// HaveStatus succeeds where the connection has this status after the failure. Beside a diagnosis or an error it takes a
// connection, *pgx.Conn or *pgconn.PgConn, and asks for its status now.
func HaveStatus(want pgdiag.Status) types.GomegaMatcher {
	return &status{axis: axis{
		name: "status", want: string(want), get: func(d *pgdiag.Diagnosis) string { return string(d.Status) },
	}}
}

type status struct{ axis }

// Match implements gomega's matcher.
func (s *status) Match(actual any) (bool, error) {
	if got, ok := statusOf(actual); ok {
		return string(got) == s.want, nil
	}
	return s.axis.Match(actual)
}

// FailureMessage implements gomega's matcher.
func (s *status) FailureMessage(actual any) string {
	if got, ok := statusOf(actual); ok {
		return fmt.Sprintf("Expected a connection that is\n    %s\nto have the status\n    %s", got, s.want)
	}
	return s.axis.FailureMessage(actual)
}

// NegatedFailureMessage implements gomega's matcher.
func (s *status) NegatedFailureMessage(actual any) string {
	if got, ok := statusOf(actual); ok {
		return fmt.Sprintf("Expected a connection that is\n    %s\nnot to have the status\n    %s", got, s.want)
	}
	return s.axis.NegatedFailureMessage(actual)
}

// statusOf is the status of a connection; false where actual is none.
func statusOf(actual any) (pgdiag.Status, bool) {
	switch conn := actual.(type) {
	case *pgx.Conn:
		return pgdiag.StatusOf(conn), true
	case *pgconn.PgConn:
		return pgdiag.StatusOf(conn), true
	}
	return "", false
}
