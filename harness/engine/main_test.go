package engine_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/postgres"
)

// server is shared by the tests of this package.
var server *postgres.Server

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	ctx := context.Background() // start and end have limits of their own
	var err error
	server, err = postgres.Start(ctx, postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := server.Close(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	return code
}
