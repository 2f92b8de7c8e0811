//go:build ignore

// After a statement in a failed transaction (25P02) Rollback fails, and sends nothing: a connection that is fine is thrown away.
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
	options.PoolSize = 1
	db := pg.Connect(options)
	var before, after int
	_, err = db.QueryOne(pg.Scan(&before), "SELECT pg_backend_pid()")
	fmt.Println("connected:", err)
	tx, _ := db.Begin()
	_, err = tx.Exec("SELECT 1/0")
	fmt.Println("a statement fails:", err)
	_, err = tx.Exec("SELECT 1")
	fmt.Println("so does the next:", err)
	fmt.Println("Rollback returns:", tx.Rollback())
	_, err = db.QueryOne(pg.Scan(&after), "SELECT pg_backend_pid()")
	fmt.Println("afterwards:", err, "the same backend:", before == after)
}
