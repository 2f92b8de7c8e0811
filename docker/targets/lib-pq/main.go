// Command lib-pq is the shim of lib/pq, by database/sql.
package main

import (
	"database/sql"

	"github.com/lib/pq"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "lib/pq", Version: targets.Version("github.com/lib/pq"),
			Homepage: "https://github.com/lib/pq", IssuesURL: "https://github.com/lib/pq/issues",
		},
		Open: func(req target.Request) (*sql.DB, error) {
			connector, err := pq.NewConnector(req.DSN)
			if err != nil {
				return nil, err
			}
			return sql.OpenDB(connector), nil
		},
	})
}
