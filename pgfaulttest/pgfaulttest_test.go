package pgfaulttest_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/target/reference"
	"github.com/pgfault/pgfault/pgfaulttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// given is the server that the tests of this repository are asked to take, else that of the local installation where there is
// one: the suites run the catalogue in containers.
func given(t *testing.T) postgres.Config {
	t.Helper()
	cfg := postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")}
	for _, a := range postgres.Providers(t.Context(), cfg) {
		if cfg.Provider == "" && a.Provider == postgres.Native && a.OK {
			cfg.Provider = postgres.Native
		}
	}
	return cfg
}

func TestTheReferencePassesTheCatalogue(t *testing.T) {
	pgfaulttest.Config{Postgres: given(t), Strict: true}.Run(t, reference.New())
}

func TestDatabaseSQLIsAsItsDeviationsSay(t *testing.T) {
	pgfaulttest.Config{
		Postgres: given(t),
		Select:   []string{"network/reset-after-simple-insert", "network/reset-while-idle", "server/terminate-backend-while-idle", "schema"},
	}.Run(t, pgxstdlib.New())
}

func ExampleRun() {
	_ = func(t *testing.T) { pgfaulttest.Run(t, target.Exec("python3", "my_shim.py")) }
}
