// Command pgx-v5 is the shim of pgx alone: it does what the reference does, by the same calls, and says what pgx says.
package main

import (
	"context"
	"log"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/pgx"
)

func main() {
	inst, err := pgx.New().Start(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if err := target.ServeMain(context.Background(), inst); err != nil {
		log.Fatal(err)
	}
}
