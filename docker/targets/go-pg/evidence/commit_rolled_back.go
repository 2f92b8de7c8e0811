//go:build ignore

// Commit of a transaction in which a statement has failed returns nil, though the server answers COMMIT with ROLLBACK.
// In a module with github.com/go-pg/pg/v10: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"fmt"
	"os"

	"github.com/go-pg/pg/v10"
)

func main() {
	options, err := pg.ParseURL(os.Getenv("DATABASE_URL"))
	if err != nil {
		panic(err)
	}
	db := pg.Connect(options)
	_, err = db.Exec("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
	fmt.Println("a table is made:", err)
	tx, _ := db.Begin()
	_, err = tx.Exec("INSERT INTO evidence VALUES (1)")
	fmt.Println("a row is written:", err)
	_, err = tx.Exec("SELECT 1/0")
	fmt.Println("a statement fails:", err)
	fmt.Println("Commit returns", tx.Commit())
	var n int
	_, err = db.QueryOne(pg.Scan(&n), "SELECT count(*) FROM evidence")
	fmt.Println("rows that are there:", n, err)
}
