package pgdiag_test

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

// refusal is a server's refusal by a code.
func refusal(code string) *pgconn.PgError {
	return &pgconn.PgError{
		Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: code, Message: "m", ConstraintName: "person_email_key", ColumnName: "email",
		File: "f.c", Routine: "r",
	}
}

func TestViolations(t *testing.T) {
	for code, f := range map[string]func(error, ...string) bool{
		"23505": pgdiag.IsUniqueViolation, "23503": pgdiag.IsForeignKeyViolation, "23514": pgdiag.IsCheckViolation,
		"23P01": pgdiag.IsExclusionViolation,
	} {
		err := error(refusal(code))
		for name, held := range map[string]bool{
			"alone":       f(err),
			"by name":     f(err, "other", "person_email_key"),
			"wrapped":     f(fmt.Errorf("w: %w", err), "person_email_key"),
			"joined":      f(errors.Join(err, pgx.ErrTxClosed), "person_email_key"),
			"joined late": f(errors.Join(context.Canceled, fmt.Errorf("w: %w", err)), "person_email_key"),
			"diagnosed":   f(pgdiag.Wrap(err), "person_email_key"),
		} {
			if !held {
				t.Errorf("%s, %s: false", code, name)
			}
		}
		if f(nil) || f(err, "other") || f(refusal("42601")) || f(errors.New("m")) || f((*pgdiag.Diagnosis)(nil)) {
			t.Errorf("%s: true of another failure", code)
		}
	}
	if err := refusal("23502"); !pgdiag.IsNotNullViolation(err) || !pgdiag.IsNotNullViolation(err, "email") || pgdiag.IsNotNullViolation(err, "person_email_key") {
		t.Error("a null value is told by its column")
	}
	if e := pqError("23505"); !pgdiag.IsUniqueViolation(e) || pgdiag.IsUniqueViolation(e, "person_email_key") {
		t.Error("of another driver's error the code is known, and the constraint is not")
	}
}

func TestQuestions(t *testing.T) {
	_, refused := pgx.Connect(t.Context(), "postgres://u@127.0.0.1:1/d?sslmode=disable")
	for _, c := range []struct {
		name               string
		err                error
		retry, ask, unsent bool
	}{
		{"nil", nil, false, false, false},
		{"nobody listens", refused, true, false, true},
		{"deadlock", pgdiag.Wrap(&pgdiag.Diagnosis{Retry: pgdiag.RetryTransaction, Outcome: pgdiag.OutcomeRolledBack}), true, false, false},
		{"lost", fmt.Errorf("w: %w", syscall.ECONNRESET), false, true, false},
		{"committed", &pgdiag.Diagnosis{Retry: pgdiag.RetryNo, Outcome: pgdiag.OutcomeCommitted}, false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r, a, u := pgdiag.MayRetry(c.err), pgdiag.MustVerify(c.err), pgdiag.NotSent(c.err); r != c.retry || a != c.ask || u != c.unsent {
				t.Errorf("MayRetry %t, MustVerify %t, NotSent %t of %v", r, a, u, c.err)
			}
		})
	}
	if pgdiag.MayRetry(errors.New("the program's own")) || pgdiag.NotSent(errors.New("the program's own")) {
		t.Error("something is claimed of an error that is not PostgreSQL's")
	}
}
