package pgdiag

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// lookup is a name that was looked up.
type lookup struct {
	host  string
	found []string
	err   error
	took  time.Duration
}

// listen hooks into the connect that is to come: into the looking up of names, of which a Tracker knows nothing, and into
// the dial, for what is known of a connect that ends well.
func (x *examination) listen(cfg *pgx.ConnConfig) {
	look, dial := cfg.LookupFunc, cfg.DialFunc
	x.readers = wantsReader(cfg) // a Tracker has a hook of its own in that place
	cfg.LookupFunc = func(ctx context.Context, host string) ([]string, error) {
		ctx, cancel := context.WithTimeout(ctx, stepTimeout)
		defer cancel()
		start := time.Now()
		found, err := look(ctx, host)
		x.lookups = append(x.lookups, lookup{host, found, err, time.Since(start)})
		return found, err
	}
	cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if c, ok := ctx.Value(connectingKey{}).(*connecting); ok { // else it is a cancel request, which pgx sends beside it
			x.connect = c
		}
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &readAhead{Conn: conn, r: bufio.NewReaderSize(conn, 16)}, nil
	}
}

// readAhead is a connection that knows what comes next: of what is no PostgreSQL pgx reads one byte, which tells nobody
// what it is. It reads no more ahead than the kernel would keep.
type readAhead struct {
	net.Conn
	r *bufio.Reader
}

// Read implements net.Conn.
func (c *readAhead) Read(p []byte) (int, error) { return c.r.Read(p) }

func (c *readAhead) ahead() []byte {
	p, _ := c.r.Peek(c.r.Buffered()) // no more than there is
	return p
}

// connected reports on a connect: the names, then each attempt.
func (x *examination) connected(cfg *pgx.ConnConfig, conn *pgx.Conn, err error) {
	var attempts []Attempt
	if x.connect != nil {
		attempts = x.connect.all(err)
	}
	x.resolved(cfg, len(attempts) == 0, err)
	tried := triedOf(attempts)
	for i, a := range tried {
		last := i == len(tried)-1
		switch {
		case last && err == nil:
			x.arrived(cfg, conn, a, len(tried) < len(attempts))
		case a.made == nil && a.Phase == PhaseQuery && err == nil:
			x.passed(a) // target_session_attrs
		default:
			x.failed(cfg, a, last && err != nil, err)
		}
	}
}

// resolved reports on the names that were looked up.
func (x *examination) resolved(cfg *pgx.ConnConfig, only bool, err error) {
	seen := map[string]bool{}
	for _, l := range x.lookups {
		if seen[l.host] || net.ParseIP(l.host) != nil && l.err == nil {
			continue
		}
		seen[l.host] = true
		c := Check{Name: "resolve", OK: l.err == nil, Detail: x.secrets.hide(l.host) + " is " + strings.Join(l.found, ", "), Took: l.took}
		if l.err != nil {
			p := place{Attempt{Err: l.err, Phase: PhaseDial}, Diagnose(l.err), &cfg.Config, x.secrets.hide}
			c.Detail, c.Diagnosis = x.secrets.hide(l.host), p.d
			c.Problem = p.tell()
		}
		x.add(c)
	}
	if len(x.checks) == 1 && (!only || err == nil) {
		x.add(Check{Name: "resolve", OK: true, Detail: "no name to look up"})
	}
	if only && err != nil && len(x.lookups) == 0 {
		d := Diagnose(err)
		x.add(Check{Name: "dial", Diagnosis: d, Problem: x.secrets.hide(d.Explain())})
	}
}

// arrived reports on the attempt that has worked.
func (x *examination) arrived(cfg *pgx.ConnConfig, conn *pgx.Conn, a Attempt, fellBack bool) {
	x.dialled(a)
	c := Check{Name: "tls", OK: true, Detail: encryption(conn), Took: a.connected.Sub(a.dialled)}
	if fellBack && !a.TLS {
		c.Detail += ": the server offers no TLS, and the connection string (sslmode) goes on without"
	}
	x.add(c)
	x.add(Check{Name: "startup", OK: true, Detail: "PostgreSQL " + conn.PgConn().ParameterStatus("server_version")})
	x.add(Check{Name: "auth", OK: true, Detail: x.secrets.hide("as " + cfg.User), Took: a.Took - a.connected.Sub(a.Start)})
}

func (x *examination) dialled(a Attempt) {
	x.add(Check{Name: "dial", OK: true, Detail: x.secrets.hide(a.Address), Took: a.dialled.Sub(a.Start)})
}

// passed reports on a server that works and is not of the kind that target_session_attrs asks for, where another is.
func (x *examination) passed(a Attempt) {
	x.dialled(a)
	x.add(Check{
		Name: "startup", OK: true, Detail: "works, and is not of the kind that target_session_attrs asks for: the next is tried",
		Took: a.Took - a.connected.Sub(a.Start),
	})
}

// failed reports on an attempt that has failed, as far as it came; of the last one the steps after that are not reached.
func (x *examination) failed(cfg *pgx.ConnConfig, a Attempt, last bool, err error) {
	d := a.made
	if last {
		d = Diagnose(err)
	}
	if d == nil {
		d = Diagnose(errOr(a.Err))
	}
	p := place{a, d, &cfg.Config, x.secrets.hide}
	failure := Check{Diagnosis: d, Problem: p.tell()}
	if a.dialled.IsZero() {
		failure.Name, failure.Detail, failure.Took = "dial", x.secrets.hide(a.Address), a.Took
		x.add(failure)
		return
	}
	x.dialled(a)
	phase := d.Phase
	if d.pg != nil && phase != PhaseTLS {
		phase = PhaseAuth // it answers, and does not let us in
	}
	if phase == PhaseTLS || phase == PhaseDial {
		failure.Name, failure.Took = "tls", a.Took-a.dialled.Sub(a.Start)
		x.add(failure)
		return
	}
	x.add(Check{Name: "tls", OK: true, Detail: map[bool]string{true: "encrypted", false: "not encrypted"}[a.TLS], Took: a.connected.Sub(a.dialled)})
	failure.Name, failure.Took = string(phase), a.Took-a.connected.Sub(a.Start)
	switch phase {
	case PhaseStartup:
	case PhaseAuth:
		x.add(Check{Name: "startup", OK: true, Detail: "the server answers"})
	default:
		x.add(Check{Name: "startup", OK: true, Detail: "the server answers"})
		failure.Name = "auth"
	}
	x.add(failure)
}

// errOr is an error, also where there is none.
func errOr(err error) error {
	if err == nil {
		return errors.New("nothing was said")
	}
	return err
}

// tell is a problem as a text.
func (p *place) tell() string {
	what, todo := p.problem()
	return what + ". " + p.advice(todo, p.d.Retry)
}
