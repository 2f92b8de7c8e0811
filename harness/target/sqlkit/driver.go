// Package sqlkit is a shim's part of database/sql: any driver of it is a target by its name, the way it opens a database, and
// what its own errors say.
//
// A session is a database handle of one connection, as most services have it: what the pool makes of a connection that is lost
// belongs to what is tested. With Conn a session is a sql.Conn, which stays with its connection.
package sqlkit

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"

	"github.com/pgfault/pgfault/harness/target"
)

// Driver is a driver of database/sql, and what a shim has to know of it.
type Driver struct {
	// Hello is what the target says of itself. Capabilities and reports that every driver has by database/sql are added.
	Hello target.Hello
	// Open gives the database that a connect or a pool_open leads to. It need not connect.
	Open func(req target.Request) (*sql.DB, error)
	// Claim adds what the driver's own errors say; nil adds nothing. The message, the type, an SQLState method and a deadline
	// that is in the error are in the claim already.
	Claim func(err error, claim *target.Error)
	// Conn has a session be a sql.Conn.
	Conn bool
}

// capabilities are those that every driver has by database/sql.
var capabilities = []target.Capability{
	target.CapTx, target.CapPrepare, target.CapCancel, target.CapPool, target.CapConcurrent, target.CapTyped, target.CapUnread,
	target.CapGivenUp,
}

// Name implements target.Target.
func (d Driver) Name() string { return d.Hello.Name }

// Start implements target.Target.
func (d Driver) Start(context.Context) (target.Instance, error) {
	d.Hello.Protocol, d.Hello.Language = target.ProtocolVersion, "go"
	d.Hello.Capabilities = append(append([]target.Capability{}, capabilities...), d.Hello.Capabilities...)
	d.Hello.Reports = append([]target.Report{target.ReportSQLState}, d.Hello.Reports...)
	if d.Hello.Traits == nil {
		d.Hello.Traits = &target.Traits{}
	}
	traits := *d.Hello.Traits
	if !d.Conn {
		traits.Pool, traits.Prepare = target.PoolReplaces, target.PreparePins
	}
	d.Hello.Traits = &traits
	return &instance{driver: d, sessions: map[string]*session{}, pools: map[string]*sql.DB{}, opening: map[string]context.CancelFunc{}}, nil
}

// Main is a shim's main: it speaks the protocol on stdin and stdout. With the flag -conn a session is a sql.Conn.
func Main(d Driver) {
	flag.BoolVar(&d.Conn, "conn", d.Conn, "a session is a sql.Conn, and not a sql.DB of one connection")
	flag.Parse()
	inst, err := d.Start(context.Background())
	if err == nil {
		err = target.ServeMain(context.Background(), inst)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
