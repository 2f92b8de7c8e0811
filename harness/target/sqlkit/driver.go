// Package sqlkit is a shim's part of database/sql: any driver of it is a target by its name, the way it opens a database, and
// what its own errors say.
//
// A session is a database handle of one connection, as most services have it: what the pool makes of a connection that is lost
// belongs to what is tested. With Conn a session is a sql.Conn, which stays with its connection.
package sqlkit

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/target/gokit"
)

// Driver is a driver of database/sql, and what a shim has to know of it.
type Driver struct {
	// Hello is what the target says of itself. Capabilities and reports that every driver has by database/sql are added.
	Hello target.Hello
	// Open gives the database that a connect or a pool_open leads to. It need not connect.
	Open func(req target.Request) (*sql.DB, error)
	// Connect makes a session that is connected, in the place of Open: of a library around database/sql, which has neither its
	// prepared statements nor its pool.
	Connect func(ctx context.Context, req target.Request) (Handle, error)
	// Claim adds what the driver's own errors say; nil adds nothing. The message, the type, an SQLState method and a deadline
	// that is in the error are in the claim already.
	Claim func(err error, claim *target.Error)
	// CopyIn copies lines into a table, by whatever means the driver has; nil where it has none, and then it is not asked. CopyByPrepare
	// is lib/pq's. The trait copy says whether it works in a transaction only.
	CopyIn func(ctx context.Context, on Preparer, req target.Request) error
	// Conn has a session be a sql.Conn.
	Conn bool
}

// capabilities are those that every driver has by database/sql, and own those that a library around it has not.
var (
	capabilities = []target.Capability{
		target.CapTx, target.CapCancel, target.CapConcurrent, target.CapTyped, target.CapUnread, target.CapGivenUp,
	}
	own = []target.Capability{target.CapPrepare, target.CapPool}
)

// Name implements target.Target.
func (d Driver) Name() string { return d.Hello.Name }

// Start implements target.Target.
func (d Driver) Start(context.Context) (target.Instance, error) {
	client := gokit.Client[*session, *sql.DB]{Hello: d.hello(), Connect: d.connect, Operations: operations, Claim: d.claim, End: (*session).end}
	if d.Connect == nil {
		client.Operations = maps.Clone(operations)
		maps.Copy(client.Operations, prepared)
		if d.CopyIn != nil {
			client.Operations[target.OpCopyIn] = func(s *session, ctx context.Context, req target.Request, _ *target.Answer) error {
				return d.CopyIn(ctx, s.runner().(Preparer), req) // which each of database/sql's own is
			}
		}
		client.OpenPool, client.Acquire, client.ClosePool = d.openPool, acquire, (*sql.DB).Close
	}
	return client.Instance(), nil
}

func (d Driver) hello() target.Hello {
	h := d.Hello
	h.Capabilities = slices.Concat(capabilities, h.Capabilities)
	h.Reports = append([]target.Report{target.ReportSQLState}, h.Reports...)
	traits := target.Traits{}
	if h.Traits != nil {
		traits = *h.Traits
	}
	if d.Connect == nil {
		h.Capabilities = append(h.Capabilities, own...)
		if d.CopyIn != nil {
			h.Capabilities = append(h.Capabilities, target.CapCopyIn)
		}
	}
	if !d.Conn {
		traits.Pool, traits.Prepare = target.PoolReplaces, target.PreparePins
	}
	h.Traits = &traits
	return h
}

// claim adds what database/sql says of a connection, and what the driver's own errors say.
func (d Driver) claim(err error, claim *target.Error) {
	if errors.Is(err, driver.ErrBadConn) {
		claim.Disconnect = target.Bool(true)
	}
	if d.Claim != nil {
		d.Claim(err, claim)
	}
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
