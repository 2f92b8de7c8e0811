// Package given is what the suites stand on: a PostgreSQL in a container.
package given

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/onsi/ginkgo/v2"

	"github.com/pgfault/pgfault/harness/postgres"
)

// startLimit bounds the start of the server: its image may have to be pulled.
const startLimit = 5 * time.Minute

// Config says which PostgreSQL the suites use: one in a container, unless PGFAULT_POSTGRES says otherwise (auto, native,
// or a DSN), of the version that PGFAULT_PG_VERSION says.
func Config() postgres.Config {
	return postgres.Config{
		Provider: cmp.Or(os.Getenv(postgres.EnvProvider), postgres.Container), Version: os.Getenv(postgres.EnvVersion),
	}
}

// Server starts the suite's PostgreSQL and stops it after the suite; it is called in a BeforeSuite. Where there is none,
// the suite is skipped with the reason. In CI, and with PGFAULT_REQUIRE=container, it fails instead: a run that tested
// nothing must not be green there.
func Server(ctx context.Context) *postgres.Server {
	ginkgo.GinkgoHelper()
	ctx, cancel := context.WithTimeoutCause(ctx, startLimit, errors.New("the limit for the server's start was hit"))
	defer cancel()
	srv, err := postgres.Start(ctx, Config())
	if err != nil {
		refuse(fmt.Sprintf("no PostgreSQL for the suite: %v", err))
	}
	ginkgo.DeferCleanup(srv.Close)
	return srv
}

func refuse(reason string) {
	ginkgo.GinkgoHelper()
	if os.Getenv("CI") == "true" || os.Getenv(postgres.EnvRequire) == postgres.Container {
		ginkgo.Fail(reason)
	}
	_, _ = fmt.Fprintln(os.Stderr, "skipped: "+reason) // Ginkgo does not show why a whole suite is skipped
	ginkgo.Skip(reason)
}
