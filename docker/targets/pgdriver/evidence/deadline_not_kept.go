//go:build ignore

// A context whose deadline passes while a statement runs neither ends the call nor cancels the statement.
// In a module with github.com/uptrace/bun/driver/pgdriver: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	"github.com/uptrace/bun/driver/pgdriver"
)

func main() {
	db := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(os.Getenv("DATABASE_URL"))))
	fmt.Println("connected:", db.Ping())
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(time.Second, cancel)
	began := time.Now()
	_, err := db.ExecContext(ctx, "SELECT pg_sleep(5)")
	fmt.Printf("cancelled after 1 s, it returned after %.0f s: %v\n", time.Since(began).Seconds(), err)

	ctx, cancel = context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	began = time.Now()
	_, err = db.ExecContext(ctx, "SELECT pg_sleep(5)")
	fmt.Printf("with a deadline of 1 s it returned after %.0f s: %v\n", time.Since(began).Seconds(), err)
	var n int
	err = db.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()").Scan(&n)
	fmt.Println("statements that go on at the server:", n, err)
}
