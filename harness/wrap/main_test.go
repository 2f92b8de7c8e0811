package wrap_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/postgres"
)

// server is shared by the tests of this package.
var server *postgres.Server

// act is the first argument of this test where it is to be one of the programs that are wrapped.
const act = "act"

func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == act {
		os.Exit(programs[os.Args[2]]())
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if err := flag.Set("test.parallel", "8"); err != nil { // most of what they do is wait
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx := context.Background() // start and end have limits of their own
	cfg, err := postgres.Config{}.OrEnvironment()
	if err == nil {
		server, err = postgres.Start(ctx, cfg)
	}
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
