// Command pgdiag is the shim of pgdiag over pgx: the reference.
package main

import (
	"context"
	"log"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/reference"
)

func main() {
	inst, err := reference.New().Start(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if err := target.ServeMain(context.Background(), inst); err != nil {
		log.Fatal(err)
	}
}
