package pgdiag_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/pgdiag"
)

// TestANilDiagnosisSaysThatNothingFailed calls every method there is on a nil Diagnosis, with the zero value and with what
// errors.As gives for its arguments.
func TestANilDiagnosisSaysThatNothingFailed(t *testing.T) {
	var none *pgdiag.Diagnosis
	v := reflect.ValueOf(none)
	if v.NumMethod() < 8 {
		t.Fatalf("found %d methods, want all", v.NumMethod())
	}
	for i := range v.NumMethod() {
		m, name := v.Method(i), v.Type().Method(i).Name
		t.Run(name, func(t *testing.T) {
			args := make([]reflect.Value, m.Type().NumIn())
			for j := range args {
				args[j] = reflect.Zero(m.Type().In(j))
			}
			for _, out := range m.Call(args) {
				if out.Kind() != reflect.String && !out.IsZero() {
					t.Errorf("says %v of nothing", out)
				}
			}
		})
	}
	var pg *pgconn.PgError
	if err := error(none); errors.As(err, &pg) || errors.Is(err, pgdiag.Error) || errors.Is(err, context.Canceled) || errors.Unwrap(err) != nil {
		t.Error("a nil Diagnosis is some error")
	}
	if text := fmt.Sprint(none) + none.Explain(); strings.Contains(text, "panic") || !strings.Contains(text, "othing") {
		t.Errorf("it says %q", text)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "d", none)
	if !strings.Contains(log.String(), "d=<nil>") {
		t.Errorf("logged: %s", log.String())
	}
	if d := pgdiag.Diagnose(none); d == nil || d.Outcome != pgdiag.OutcomeUnknown {
		t.Errorf("diagnosis of a typed nil: %+v", d)
	}
}

// TestTheZeroDiagnosis holds that the methods of one that a program has made itself don't panic either.
func TestTheZeroDiagnosis(t *testing.T) {
	d := &pgdiag.Diagnosis{}
	var pg *pgconn.PgError
	if errors.As(d, &pg) || errors.Is(d, pgdiag.Error) || errors.Is(d, io.EOF) || d.PgError() != nil || d.Diagnostics() != (pgdiag.Diagnostics{}) {
		t.Errorf("it claims something: %s %s %v", d, d.Explain(), d.LogValue())
	}
}

// TestAsFindsWhatTheDriverHid loses a server's error that pgx drops, since its severity is in another language, and the
// cause of a lost connection: errors.As and errors.Is find both in the diagnosis, however it is wrapped.
func TestAsFindsWhatTheDriverHid(t *testing.T) {
	e := &pgproto3.ErrorResponse{
		Severity: "ВАЖНО", SeverityUnlocalized: "FATAL", Code: "57P01", Message: "m", File: "postgres.c", Routine: "ProcessInterrupts",
	}
	conn := connectScript(t, []pgproto3.BackendMessage{e}, true)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := conn.Exec(ctx, insert)
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		t.Fatalf("pgx shows it itself: %v", err)
	}
	wrapped := fmt.Errorf("pay: %w", pgdiag.Wrap(err))
	if !errors.As(wrapped, &pg) || pg.Code != "57P01" || pg.Routine != "ProcessInterrupts" {
		t.Errorf("the server's error: %v in %v", pg, wrapped)
	}
	conn = connectScript(t, nil, false)
	if _, err = conn.Exec(t.Context(), insert); err == nil {
		t.Fatal("the lost connection works")
	}
	_, err = conn.Exec(t.Context(), insert) // pgx says no more than that it is closed
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		t.Fatalf("pgx shows it itself: %v", err)
	}
	if d := pgdiag.Wrap(err); !errors.Is(d, io.ErrUnexpectedEOF) && !errors.Is(d, io.EOF) {
		t.Errorf("the cause: %v", d)
	}
	if d := pgdiag.Wrap(err); errors.As(d, &pg) && pg != nil && pg.Code == "" {
		t.Errorf("a server's error from nothing: %v", pg)
	}
	cause := &net.OpError{Op: "read", Err: errors.New("m")}
	var op *net.OpError
	if d := (&pgdiag.Diagnosis{Cause: cause}); !errors.As(d, &op) || op != cause {
		t.Errorf("As does not find the cause: %v", op)
	}
}
