//go:build ignore

// A commit keeps no deadline: CommitContext waits for the server for as long as that takes, and so does RollbackContext.
// In a module with github.com/go-pg/pg/v10: DATABASE_URL=postgres://…?sslmode=disable go run THIS_FILE
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/go-pg/pg/v10"
)

func main() {
	options, err := pg.ParseURL(os.Getenv("DATABASE_URL"))
	if err != nil {
		panic(err)
	}
	db := pg.Connect(options)
	_, err = db.Exec(`DROP TABLE IF EXISTS evidence; CREATE TABLE evidence (n int);
		CREATE OR REPLACE FUNCTION evidence_sleeps() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(5); RETURN NULL; END';
		CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON evidence DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evidence_sleeps()`)
	fmt.Println("a table is made whose commit takes 5 s:", err)
	tx, _ := db.Begin()
	_, err = tx.Exec("INSERT INTO evidence VALUES (1)")
	fmt.Println("a row is written:", err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	began := time.Now()
	err = tx.CommitContext(ctx)
	fmt.Printf("with a deadline of 1 s CommitContext returned after %.0f s: %v\n", time.Since(began).Seconds(), err)
}
