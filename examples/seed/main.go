// Command seed shows pgdiag in the smallest program that has a use for it: connect, ask for the status, fail, ask what
// failed, close, ask for the status.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

func main() {
	if err := run(context.Background(), os.Getenv("DATABASE_URL"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dsn string, out io.Writer) error {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return fmt.Errorf("parse DATABASE_URL: %w", err)
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		return fmt.Errorf("attach pgdiag: %w", err)
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return pgdiag.Diagnose(err)
	}
	fmt.Fprintln(out, "status:", pgdiag.StatusOf(conn))

	_, err = conn.Exec(ctx, "SELECT * FROM non_existent_table")
	d := pgdiag.DiagnoseConn(conn, err)
	if errors.Is(d, pgdiag.DatabaseError) {
		fmt.Fprintf(out, "DatabaseError: %s: %s (%s)\n", d.Class, d.Condition, d.SQLState)
		fmt.Fprintf(out, "  said by the %s: %s\n", d.Origin, d.Diagnostics().MessagePrimary)
		fmt.Fprintf(out, "  broken: the %s; written: %s; retry: %s\n", d.Scope, d.Outcome, d.Retry)
	}

	if err := conn.Close(ctx); err != nil {
		return fmt.Errorf("close connection: %w", err)
	}
	fmt.Fprintln(out, "status:", pgdiag.StatusOf(conn))
	return nil
}
