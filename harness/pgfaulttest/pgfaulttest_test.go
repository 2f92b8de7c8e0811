package pgfaulttest_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/pgfault/pgfault/harness/pgfaulttest"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/pgxstdlib"
	"github.com/pgfault/pgfault/harness/target/reference"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// given is the server that the tests of this repository are asked to take.
func given() postgres.Config {
	return postgres.Config{Provider: os.Getenv("PGFAULT_POSTGRES"), Version: os.Getenv("PGFAULT_PG_VERSION")}
}

func TestTheReferencePassesTheCatalogue(t *testing.T) {
	pgfaulttest.Config{Postgres: given(), Strict: true}.Run(t, reference.New())
}

func TestDatabaseSQLIsAsItsDeviationsSay(t *testing.T) {
	pgfaulttest.Config{
		Postgres: given(),
		Select:   []string{"network/reset-after-simple-insert", "network/reset-while-idle", "server/terminate-backend-while-idle", "schema"},
	}.Run(t, pgxstdlib.New())
}

func ExampleRun() {
	_ = func(t *testing.T) { pgfaulttest.Run(t, target.Exec("python3", "my_shim.py")) }
}
