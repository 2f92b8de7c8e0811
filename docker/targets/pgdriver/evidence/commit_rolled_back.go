//go:build ignore

// Commit of a transaction in which a statement has failed returns nil, though the server answers COMMIT with ROLLBACK.
// In a module with github.com/uptrace/bun/driver/pgdriver: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"database/sql"
	"fmt"
	"os"

	"github.com/uptrace/bun/driver/pgdriver"
)

func main() {
	db := sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(os.Getenv("DATABASE_URL"))))
	_, err := db.Exec("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
	fmt.Println("a table is made:", err)
	tx, _ := db.Begin()
	_, err = tx.Exec("INSERT INTO evidence VALUES (1)")
	fmt.Println("a row is written:", err)
	_, err = tx.Exec("SELECT 1/0")
	fmt.Println("a statement fails:", err)
	fmt.Println("Commit returns", tx.Commit())
	var n int
	err = db.QueryRow("SELECT count(*) FROM evidence").Scan(&n)
	fmt.Println("rows that are there:", n, err)
}
