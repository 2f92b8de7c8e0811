package pgdiag

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Check is one step on the way to a working connection, and how it went.
type Check struct {
	// Name is the step: dsn, resolve, dial, tls, startup, auth, query, recovery, write.
	Name string
	// OK is whether it worked. A step that an earlier failure has kept from being tried is not OK and has no Diagnosis.
	OK bool
	// Detail says in a few words what was found. It never holds a password.
	Detail string
	// Took is the time it took; the steps within pgx's connect are timed as one.
	Took time.Duration
	// Diagnosis explains the failure.
	Diagnosis *Diagnosis
}

// stepTimeout bounds each step of Examine.
const stepTimeout = 5 * time.Second

// Examine connects to dsn step by step and reports what works and what does not: the connection string, each host's name
// and port, TLS, startup, authentication, a query, and whether the server takes writes. It leaves nothing open, and takes
// no longer than a few seconds per step.
func Examine(ctx context.Context, dsn string) []Check {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return append([]Check{{Name: "dsn", Detail: "can't be understood", Diagnosis: Diagnose(err)}}, untried("resolve")...)
	}
	if _, err := Attach(cfg); err != nil {
		return []Check{{Name: "dsn", Diagnosis: Diagnose(err)}}
	}
	checks := []Check{{Name: "dsn", OK: true, Detail: fmt.Sprintf("user %s, database %s", cfg.User, cfg.Database)}}
	checks = append(checks, reach(ctx, cfg)...)
	conn, made := login(ctx, cfg)
	checks = append(checks, made...)
	if conn == nil {
		return append(checks, untried("query")...)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it was only looked at
	return append(checks, ask(ctx, conn)...)
}

// steps are the steps in their order.
var steps = []string{"dsn", "resolve", "dial", "tls", "startup", "auth", "query", "recovery", "write"}

// untried are the steps from first on, which were not tried.
func untried(first string) []Check {
	var out []Check
	for i, s := range steps {
		if s == first {
			for _, s := range steps[i:] {
				out = append(out, Check{Name: s, Detail: "not reached"})
			}
		}
	}
	return out
}

// reach resolves and dials each host of the config.
func reach(ctx context.Context, cfg *pgx.ConnConfig) []Check {
	var out []Check
	seen := map[string]bool{}
	visit := func(host string, port uint16) {
		if addr := net.JoinHostPort(host, strconv.Itoa(int(port))); !seen[addr] {
			seen[addr] = true
			out = append(out, reachHost(ctx, cfg, host, port)...)
		}
	}
	visit(cfg.Host, cfg.Port)
	for _, f := range cfg.Fallbacks {
		visit(f.Host, f.Port)
	}
	return out
}

func reachHost(ctx context.Context, cfg *pgx.ConnConfig, host string, port uint16) []Check {
	ctx, cancel := context.WithTimeout(ctx, stepTimeout)
	defer cancel()
	network, addrs := "unix", []string{fmt.Sprintf("%s/.s.PGSQL.%d", host, port)}
	var out []Check
	if !strings.HasPrefix(host, "/") {
		start := time.Now()
		found, err := cfg.LookupFunc(ctx, host)
		c := Check{Name: "resolve", OK: err == nil, Detail: host + " is " + strings.Join(found, ", "), Took: time.Since(start)}
		if err != nil {
			c.Detail, c.Diagnosis = host, Diagnose(err)
			return append(out, c)
		}
		out = append(out, c)
		network, addrs = "tcp", found
		for i, a := range addrs {
			addrs[i] = net.JoinHostPort(a, strconv.Itoa(int(port)))
		}
	}
	for _, addr := range addrs {
		start := time.Now()
		conn, err := cfg.DialFunc(ctx, network, addr)
		c := Check{Name: "dial", OK: err == nil, Detail: addr, Took: time.Since(start)}
		if err != nil {
			c.Diagnosis = Diagnose(err)
		} else {
			_ = conn.Close() // nothing was sent
		}
		out = append(out, c)
	}
	return out
}

// login connects, and tells from the phase of a failure which steps have worked.
func login(ctx context.Context, cfg *pgx.ConnConfig) (*pgx.Conn, []Check) {
	ctx, cancel := context.WithTimeout(ctx, stepTimeout)
	defer cancel()
	start := time.Now()
	conn, err := pgx.ConnectConfig(ctx, cfg)
	took := time.Since(start)
	if err == nil {
		return conn, []Check{
			{Name: "tls", OK: true, Detail: encryption(conn)},
			{Name: "startup", OK: true, Detail: "PostgreSQL " + conn.PgConn().ParameterStatus("server_version")},
			{Name: "auth", OK: true, Detail: "as " + cfg.User, Took: took},
		}
	}
	d := Diagnose(err)
	var out []Check
	phase := d.Phase
	if d.pg != nil {
		phase = PhaseAuth // it answers, and does not let us in
	}
	failed := phase == PhaseDial
	for _, p := range []Phase{PhaseTLS, PhaseStartup, PhaseAuth} {
		switch {
		case failed:
			out = append(out, Check{Name: string(p), Detail: "not reached"})
		case p == phase:
			failed = true
			out = append(out, Check{Name: string(p), Took: took, Diagnosis: d})
		default:
			out = append(out, Check{Name: string(p), OK: true, Detail: "got past it"})
		}
	}
	return nil, out
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

// ask asks what the server is and whether it takes writes.
func ask(ctx context.Context, conn *pgx.Conn) []Check {
	var out []Check
	for _, q := range []struct{ name, sql, yes, no string }{
		{"query", "SELECT true", "the server answers", ""},
		{"recovery", "SELECT NOT pg_is_in_recovery()", "a primary", "in recovery: a standby, which takes no writes"},
		{"write", "SELECT NOT current_setting('transaction_read_only')::bool", "transactions may write", "transactions are read-only"},
	} {
		ctx, cancel := context.WithTimeout(ctx, stepTimeout)
		start := time.Now()
		var yes bool
		err := conn.QueryRow(ctx, q.sql).Scan(&yes)
		c := Check{Name: q.name, OK: err == nil && yes, Detail: q.yes, Took: time.Since(start)}
		switch {
		case err != nil:
			c.Detail, c.Diagnosis = "", DiagnoseConn(conn, err)
		case !yes:
			c.Detail = q.no
		}
		cancel()
		if out = append(out, c); err != nil {
			break
		}
	}
	return out
}
