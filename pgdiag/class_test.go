package pgdiag_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/pgdiag"
)

func TestClassesAreErrorsAsInPython(t *testing.T) {
	d := pgdiag.Diagnose(&pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: "40P01"})
	for _, base := range []pgdiag.Class{pgdiag.TransactionRollbackError, pgdiag.OperationalError, pgdiag.DatabaseError, pgdiag.Error} {
		if !errors.Is(d, base) {
			t.Errorf("deadlock is not a %s", base)
		}
	}
	for _, other := range []pgdiag.Class{pgdiag.InterfaceError, pgdiag.IntegrityError, pgdiag.QueryCanceledError} {
		if errors.Is(d, other) {
			t.Errorf("deadlock is a %s", other)
		}
	}
}

// TestClassOf holds one code of each class of psycopg2's rule; the proof for every code asks psycopg2 itself.
func TestClassOf(t *testing.T) {
	for code, want := range map[string]pgdiag.Class{
		"08006": pgdiag.OperationalError, "0A000": pgdiag.NotSupportedError, "21000": pgdiag.ProgrammingError,
		"22012": pgdiag.DataError, "23505": pgdiag.IntegrityError, "25P02": pgdiag.InternalError,
		"26000": pgdiag.OperationalError, "28P01": pgdiag.OperationalError, "3D000": pgdiag.ProgrammingError,
		"40001": pgdiag.TransactionRollbackError, "42P01": pgdiag.ProgrammingError, "53300": pgdiag.OperationalError,
		"57014": pgdiag.QueryCanceledError, "57P01": pgdiag.OperationalError, "P0001": pgdiag.InternalError,
		"XX000": pgdiag.InternalError, "HV000": pgdiag.OperationalError, "02000": pgdiag.DatabaseError,
		"72000": pgdiag.DatabaseError, "10608": pgdiag.DatabaseError, "": pgdiag.DatabaseError, "ZZ123": pgdiag.DatabaseError,
	} {
		if got := pgdiag.ClassOf(code, pgdiag.Psycopg2); got != want {
			t.Errorf("class of %q: %s, want %s", code, got, want)
		}
	}
}

func TestConditionOfCode(t *testing.T) {
	for code, want := range map[string]pgdiag.Condition{
		"42P01": "undefined_table", "57P01": "admin_shutdown", "26000": "invalid_sql_statement_name",
		"08ZZZ": "connection_exception", "QQ123": pgdiag.UnknownFailure, "": pgdiag.UnknownFailure,
	} {
		if got := pgdiag.ConditionOfCode(code); got != want {
			t.Errorf("condition of %q: %s, want %s", code, got, want)
		}
	}
}
