package pgdiag

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Check is one step on the way to a working connection, and how it went.
type Check struct {
	// Name is the step: dsn, resolve, dial, tls, startup, auth, query, recovery, write.
	Name string
	// OK is whether it worked. A step that an earlier failure has kept from being tried is not OK and has no Problem.
	OK bool
	// Detail says in a few words what was found. It never holds a password.
	Detail string
	// Took is the time it took; startup and authentication are timed as one.
	Took time.Duration
	// Diagnosis is that of the error, where there was one.
	Diagnosis *Diagnosis
	// Problem says in plain words what is wrong, where, and what to do about it; empty where nothing is. It never holds a
	// password.
	Problem string
}

// notReached is the detail of a step that was not tried.
const notReached = "not reached"

// stepTimeout bounds a step of Examine, where the connection string has no connect_timeout.
const stepTimeout = 5 * time.Second

// steps are the steps in their order.
var steps = []string{"dsn", "resolve", "dial", "tls", "startup", "auth", "query", "recovery", "write"}

// Examine connects to dsn, as a program does that has a Tracker, and reports what works on the way and what does not: the
// connection string, the names of the hosts, and for each address that is tried the dial, TLS, startup and authentication;
// then a query, and whether the server takes writes. It leaves nothing open. For each address it waits as long as the
// connection string's connect_timeout says, or else a few seconds, and so for each query.
func Examine(ctx context.Context, dsn string) []Check {
	x := &examination{secrets: secretsOf(dsn)}
	cfg, err := parse(dsn)
	if err != nil {
		x.add(Check{Name: "dsn", Detail: "can't be understood", Diagnosis: Diagnose(err), Problem: x.secrets.unreadable(err)})
		return x.untried()
	}
	x.add(Check{Name: "dsn", OK: true, Detail: x.secrets.hide(fmt.Sprintf("user %s, database %s", cfg.User, databaseOf(cfg)))})
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = stepTimeout // for each address, so that one that is silent leaves time for the next
	}
	x.listen(cfg)
	if _, err := Attach(cfg); err != nil { // it can't be attached already
		x.add(Check{Name: "dsn", Diagnosis: Diagnose(err), Problem: err.Error()})
		return x.untried()
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	x.connected(cfg, conn, err)
	if err != nil {
		return x.untried()
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it was only looked at
	x.ask(ctx, cfg, conn)
	return x.untried()
}

// examination is an Examine at work.
type examination struct {
	secrets secrets
	checks  []Check
	lookups []lookup
	connect *connecting // nil before the first dial
	readers bool        // a server that takes no writes is what is asked for
}

func (x *examination) add(c Check) { x.checks = append(x.checks, c) }

// untried are the checks, with the steps after the last, which were not tried.
func (x *examination) untried() []Check {
	if len(x.checks) == 0 {
		return nil
	}
	last := slices.Index(steps, x.checks[len(x.checks)-1].Name)
	for _, s := range steps[last+1:] {
		x.add(Check{Name: s, Detail: notReached})
	}
	return x.checks
}

// parse reads a connection string. pgx takes an empty one, and connects to whatever the environment names, or else to
// this machine: that is meant where the environment names something.
func parse(dsn string) (*pgx.ConnConfig, error) {
	named := slices.ContainsFunc([]string{"PGHOST", "PGSERVICE", "PGUSER", "PGDATABASE"}, func(v string) bool { return os.Getenv(v) != "" })
	if strings.TrimSpace(dsn) == "" && !named {
		return nil, pgconn.NewParseConfigError(dsn, "no connection string", errNoDSN)
	}
	return pgx.ParseConfig(dsn)
}

// databaseOf is the database that a server connects to.
func databaseOf(cfg *pgx.ConnConfig) string {
	if cfg.Database == "" {
		return cfg.User
	}
	return cfg.Database
}

// encryption says how a connection is encrypted, if it is.
func encryption(conn *pgx.Conn) string {
	c, ok := conn.PgConn().Conn().(*tls.Conn)
	if !ok {
		return "not encrypted"
	}
	state := c.ConnectionState()
	checked := "certificate not checked"
	if len(state.VerifiedChains) > 0 {
		checked = "certificate checked"
	}
	return tls.VersionName(state.Version) + ", " + checked
}
