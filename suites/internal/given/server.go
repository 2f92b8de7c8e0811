// Package given is what the suites stand on: a PostgreSQL in a container.
package given

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/onsi/ginkgo/v2"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/postgres"
)

// startLimit bounds the start of the server: its image may have to be pulled.
const startLimit = 5 * time.Minute

// Config says which PostgreSQL the suites use: one in a container, unless PGFAULT_POSTGRES says otherwise (auto, native,
// or a DSN).
func Config() postgres.Config {
	provider := os.Getenv("PGFAULT_POSTGRES")
	if provider == "" {
		provider = "container"
	}
	return postgres.Config{Provider: provider}
}

// Rig is Config for harness.Start.
func Rig() harness.Config { return harness.Config{Provider: Config().Provider} }

// Available skips the spec, or fails it as Server does, where there is no PostgreSQL; it is called before harness.Start.
func Available(ctx context.Context) {
	ginkgo.GinkgoHelper()
	for _, v := range postgres.Providers(ctx, Config()) {
		if v.Provider == Config().Provider && !v.OK {
			refuse("no PostgreSQL for the suite: " + v.Detail + "; " + v.Advice)
		}
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
	if os.Getenv("CI") == "true" || os.Getenv("PGFAULT_REQUIRE") == "container" {
		ginkgo.Fail(reason)
	}
	_, _ = fmt.Fprintln(os.Stderr, "skipped: "+reason) // Ginkgo does not show why a whole suite is skipped
	ginkgo.Skip(reason)
}
