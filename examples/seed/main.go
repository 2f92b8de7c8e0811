// Command seed shows pgdiag in the smallest program that has a use for it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

func main() {
	ctx := context.Background()
	cfg, err := pgx.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(pgdiag.Diagnose(err))
	}
	if _, err := pgdiag.Attach(cfg); err != nil {
		log.Fatal(err)
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		log.Fatal(pgdiag.Diagnose(err))
	}
	fmt.Println("status:", pgdiag.StatusOf(conn))

	_, err = conn.Exec(ctx, "SELECT * FROM non_existent_table")
	if d := pgdiag.DiagnoseConn(conn, err); errors.Is(d, pgdiag.DatabaseError) {
		fmt.Printf("DatabaseError: %s: %s (%s)\n", d.Class, d.Condition, d.SQLState)
		fmt.Printf("  the %s says: %s\n", d.Origin, d.Diagnostics().MessagePrimary)
		fmt.Printf("  broken: the %s; written: %s; retry: %s\n", d.Scope, d.Outcome, d.Retry)
	}

	if err := conn.Close(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Println("status:", pgdiag.StatusOf(conn))
}
