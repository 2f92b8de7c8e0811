// Command driver makes a target of lib/pq by the kit for database/sql alone: how it is opened, and its traits.
package main

import (
	"database/sql"

	_ "github.com/lib/pq" // the driver "postgres"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{Name: "lib/pq", Version: targets.Version("github.com/lib/pq"), Traits: &target.Traits{
			ConnectTimeoutGranularityMS: 1000, Cancel: target.CancelRunning, Copy: target.CopyInTx, DSN: targets.LibPQ,
		}},
		Open: func(req target.Request) (*sql.DB, error) {
			return sql.Open("postgres", targets.WithConnectTimeout(req))
		},
		CopyIn: sqlkit.CopyByPrepare,
	})
}
