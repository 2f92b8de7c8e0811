package postgres

import (
	"context"
	"fmt"
	"net/url"
	"sync"

	"github.com/jackc/pgx/v5"
)

// Database is a database of one scenario or test. It is safe for concurrent use.
type Database struct {
	// Name is the database's name.
	Name string

	server *Server
	admin  *session

	mu      sync.Mutex
	dropped bool
}

// DSN is how the ordinary user connects to the database through addr (host:port), which is the server's own address or
// that of an endpoint before it; several, with commas between, are tried in their order. The user is no superuser, owns
// the database, and may create in its public schema. Where the server has TLS, its certificate is to be verified in full.
func (d *Database) DSN(addr string) string {
	dsn := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(d.server.names.user(), d.server.password),
		Host:     addr,
		Path:     "/" + d.Name,
		RawQuery: "sslmode=disable",
	}
	if e := d.server.encrypted; e != nil {
		dsn.RawQuery = url.Values{"sslmode": {"verify-full"}, "sslrootcert": {e.root}}.Encode()
	}
	return dsn.String()
}

// String names the database, and tells no secret.
func (d *Database) String() string { return d.Name + " on " + d.server.String() }

// GoString is String: %#v tells no secret either.
func (d *Database) GoString() string { return d.String() }

// Admin runs SQL on the database as superuser, by a way that no fault touches, and returns the rows of the last
// statement that had any, as text; NULL is "". Without args it may be several statements. One connection is kept for
// it, used by one caller at a time.
func (d *Database) Admin(ctx context.Context, sql string, args ...any) ([][]string, error) {
	return d.admin.exec(ctx, sql, args...)
}

// AdminConn opens another connection as superuser, for a rival session. The caller closes it.
func (d *Database) AdminConn(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, adminConfig(d.server.instance, d.Name))
	if err != nil {
		return nil, fmt.Errorf("open admin connection: %w", err)
	}
	return conn, nil
}
