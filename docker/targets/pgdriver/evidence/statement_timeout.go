//go:build ignore

// Error.StatementTimeout() says true of a statement that a person has cancelled: it looks at the code 57014 alone.
// In a module with github.com/uptrace/bun/driver/pgdriver: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/uptrace/bun/driver/pgdriver"
)

func main() {
	db := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(os.Getenv("DATABASE_URL"))))
	_, err := db.Exec("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(1)")
	var e pgdriver.Error
	fmt.Println("a statement is cancelled, and there is no timeout:", err)
	fmt.Println("is a pgdriver.Error:", errors.As(err, &e), "StatementTimeout():", e.StatementTimeout())
}
