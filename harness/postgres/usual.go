package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// usual are the settings of a session that decide what is answered to it, and when, with PostgreSQL's own values. Who runs a
// server may have set them otherwise for all that connect to it.
var usual = [][2]string{
	{"statement_timeout", "0"},
	{"lock_timeout", "0"},
	{"transaction_timeout", "0"},
	{"idle_session_timeout", "0"},
	{"idle_in_transaction_session_timeout", "0"},
	{"default_transaction_isolation", "read committed"},
	{"default_transaction_read_only", "off"},
	{"default_transaction_deferrable", "off"},
	{"standard_conforming_strings", "on"},
	{"client_min_messages", "notice"},
	{"search_path", `"$user", public`},
	{"row_security", "on"},
	{"xmloption", "content"},
	{"bytea_output", "hex"},
	{"extra_float_digits", "1"},
	{"DateStyle", "ISO, MDY"},
	{"IntervalStyle", "postgres"},
	{"TimeZone", "UTC"},
}

// becomeUsual sets for a session what its server's owner has set otherwise. What a server does not know it passes over.
func becomeUsual(ctx context.Context, conn *pgconn.PgConn) error {
	values := make([]string, len(usual))
	for i, u := range usual {
		values[i] = fmt.Sprintf("('%s', '%s')", u[0], u[1])
	}
	sql := "SELECT set_config(s.name, u.value, false) FROM (VALUES " + strings.Join(values, ", ") +
		") u (name, value) JOIN pg_settings s ON s.name = u.name WHERE s.setting <> u.value"
	for _, each := range []string{"SET statement_timeout = 0", sql} { // what takes its time comes second
		if _, err := conn.Exec(ctx, each).ReadAll(); err != nil {
			return fmt.Errorf("set what is usual: %w", err)
		}
	}
	return nil
}

// findUnusual finds what the server's owner has set otherwise than is usual.
func (s *Server) findUnusual(ctx context.Context) error {
	rows, err := s.admin.exec(ctx, "SELECT name FROM pg_settings WHERE source = 'session' AND setting <> reset_val")
	for _, row := range rows {
		s.unusual = append(s.unusual, row[0])
	}
	return err
}

// makeUsual has each session of a database begin with what the session over which that is said has set. A test may set it
// otherwise.
func (s *Server) makeUsual(ctx context.Context, over *session, database string) error {
	var errs []error
	for _, name := range s.unusual {
		errs = append(errs, run(ctx, over, "ALTER DATABASE "+quote(database)+" SET "+name+" FROM CURRENT"))
	}
	return errors.Join(errs...)
}
