//go:build ignore

// An error of more than 30000 bytes is read as one of protocol 2, and the connection is out of step after it.
// In a module with github.com/lib/pq: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/lib/pq"
)

func main() {
	db, _ := sql.Open("postgres", os.Getenv("DATABASE_URL"))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, _ := db.Conn(ctx)
	for _, size := range []int{20000, 40000} {
		_, err := conn.ExecContext(ctx, fmt.Sprintf("DO $$ BEGIN RAISE EXCEPTION '%%', repeat('x', %d); END $$", size))
		var e *pq.Error
		text := fmt.Sprint(err)
		fmt.Printf("an error of %d bytes: *pq.Error %t, %.40q\n", size, errors.As(err, &e), text)
		var n int
		err = conn.QueryRowContext(ctx, "SELECT 42").Scan(&n)
		fmt.Printf("the next question on the same connection: %d, %v\n", n, err)
	}
}
