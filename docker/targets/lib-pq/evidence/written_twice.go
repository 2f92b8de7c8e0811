//go:build ignore

// A statement whose connection ends after it was done is done again: the driver says driver.ErrBadConn, and database/sql takes that for
// "not sent". In a module with github.com/lib/pq: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"database/sql"
	"fmt"
	"os"

	_ "github.com/lib/pq"
)

func main() {
	db, _ := sql.Open("postgres", os.Getenv("DATABASE_URL"))
	_, err := db.Exec("DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int)")
	fmt.Println("a table is made:", err)
	// The row is committed, and then the session is ended, as an administrator or a failover does, until there are three.
	_, err = db.Exec(`BEGIN; INSERT INTO evidence VALUES (1); COMMIT;
		SELECT pg_terminate_backend(pg_backend_pid()) FROM evidence HAVING count(*) < 3`)
	fmt.Println("one INSERT is asked for:", err)
	var n int
	err = db.QueryRow("SELECT count(*) FROM evidence").Scan(&n)
	fmt.Println("rows that are there:", n, err)
}
