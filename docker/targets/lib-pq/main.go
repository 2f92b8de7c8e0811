// Command lib-pq is the shim of lib/pq, by database/sql.
package main

import (
	"database/sql"
	"time"

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
			Traits: &target.Traits{
				ConnectTimeoutGranularityMS: 1000,
				Cancel:                      target.CancelRunning,
				Copy:                        target.CopyInTx,
				DSN:                         targets.LibPQ,
			},
		},
		Open:   open,
		CopyIn: sqlkit.CopyByPrepare,
	})
}

// open takes the DSN. The context of a connect ends the dial alone; what comes after it is bounded by connect_timeout.
func open(req target.Request) (*sql.DB, error) {
	cfg, err := pq.NewConfig(req.DSN)
	if err != nil {
		return nil, err
	}
	if req.TimeoutMS > 0 && cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = (time.Duration(req.TimeoutMS)*time.Millisecond + time.Second - 1).Truncate(time.Second)
	}
	connector, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
