// Command pgx-v5-sql is the shim of pgx through database/sql, as its documentation opens it.
package main

import (
	"database/sql"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "pgx-stdlib", Version: targets.Version("github.com/jackc/pgx/v5"),
			Homepage: "https://github.com/jackc/pgx", IssuesURL: "https://github.com/jackc/pgx/issues",
		},
		Open: func(req target.Request) (*sql.DB, error) { return sql.Open("pgx", req.DSN) },
	})
}
