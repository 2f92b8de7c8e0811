// Command lib-pq@v1.10.9 is the shim of lib/pq as it was for years: the last release before the work on it was taken up again.
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
		Hello: target.Hello{
			Name: "lib/pq", Version: targets.Version("github.com/lib/pq"),
			Homepage: "https://github.com/lib/pq", IssuesURL: "https://github.com/lib/pq/issues",
			Traits: &target.Traits{
				ConnectTimeoutGranularityMS: 1000,
				Cancel:                      target.CancelRunning,
				Copy:                        target.CopyInTx,
				DSN:                         understood,
			},
		},
		CopyIn: sqlkit.CopyByPrepare,
		// The context of a connect ends the dial alone; what comes after it is bounded by connect_timeout.
		Open: func(req target.Request) (*sql.DB, error) {
			return sql.Open("postgres", targets.WithConnectTimeout(req))
		},
	})
}

// understood is what the package's documentation lists. What else there is goes to the server, as a setting of the session.
var understood = []string{
	"host", "port", "dbname", "user", "password", "passfile", "sslmode", "sslcert", "sslkey", "sslrootcert", "sslsni", "connect_timeout",
	"application_name", "fallback_application_name", "options", "krbsrvname", "krbspn", "binary_parameters", "client_encoding", "datestyle", "service",
}
