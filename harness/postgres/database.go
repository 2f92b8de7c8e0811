package postgres

import (
	"context"
	"fmt"
	"net/url"
	"strings"
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

// DSN is how the ordinary user connects to the database through an address (host:port), which is the server's own or that
// of an endpoint before it; several are tried in their order. The user is no superuser, owns the database, and may create
// in its public schema. Where the server has TLS, its certificate is to be verified in full.
func (d *Database) DSN(addrs ...string) string {
	query := url.Values{"sslmode": {"disable"}}
	if e := d.server.encrypted; e != nil {
		query = url.Values{"sslmode": {"verify-full"}, "sslrootcert": {e.root}}
	}
	dsn := url.URL{
		Scheme: "postgres",
		User:   url.UserPassword(d.server.names.user(), d.server.password),
		Path:   "/" + d.Name,
	}
	if len(addrs) == 1 {
		dsn.Host = addrs[0]
	} else {
		// Not all that read URLs take several hosts where one stands; libpq and pgx take them here too.
		var hosts, ports []string
		for _, addr := range addrs {
			host, port, _ := strings.Cut(addr, ":")
			hosts, ports = append(hosts, host), append(ports, port)
		}
		query["host"], query["port"] = []string{strings.Join(hosts, ",")}, []string{strings.Join(ports, ",")}
	}
	dsn.RawQuery = query.Encode()
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

// Ask is Admin without args, with a text of the caller's for NULL, which can be told from an empty text then.
func (d *Database) Ask(ctx context.Context, null, sql string) ([][]string, error) {
	return d.admin.ask(ctx, null, sql)
}

// AdminConnTo opens a connection as superuser to a database of the server, whoever made that. The caller closes it.
func (s *Server) AdminConnTo(ctx context.Context, database string) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, s.adminConfig(database))
	if err != nil {
		return nil, fmt.Errorf("open admin connection: %w", err)
	}
	return conn, nil
}

// AdminConn opens another connection as superuser, for a rival session. The caller closes it.
func (d *Database) AdminConn(ctx context.Context) (*pgx.Conn, error) {
	return d.server.AdminConnTo(ctx, d.Name)
}
