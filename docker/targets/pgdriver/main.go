// Command pgdriver is the shim of bun's driver, by database/sql.
package main

import (
	"database/sql"
	"errors"

	"github.com/uptrace/bun/driver/pgdriver"

	"github.com/pgfault/pgfault/docker/targets"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/sqlkit"
)

func main() {
	sqlkit.Main(sqlkit.Driver{
		Hello: target.Hello{
			Name: "pgdriver", Version: targets.Version("github.com/uptrace/bun/driver/pgdriver"),
			Homepage: "https://bun.uptrace.dev", IssuesURL: "https://github.com/uptrace/bun/issues",
			Traits: &target.Traits{
				Cancel: target.CancelNone, // a deadline alone is heeded of a context
				DSN:    targets.Pgdriver,
			},
		},
		Open: open,
		Claim: func(err error, claim *target.Error) {
			if said, ok := errors.AsType[pgdriver.Error](err); ok {
				claim.SQLState = said.Field('C')
				if said.StatementTimeout() {
					claim.Timeout = target.Bool(true)
				}
			}
		},
	})
}

// open takes the DSN. WithDSN panics at one that it can't read.
func open(req target.Request) (_ *sql.DB, err error) {
	defer func() {
		if said, ok := recover().(error); ok {
			err = said
		}
	}()
	// Its own limits of 5 s and 10 s for a dial, a read and a write are left as they are; a context bounds them.
	return sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(req.DSN))), nil
}
