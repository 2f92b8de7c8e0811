package pgdiag

import (
	"errors"
	"net"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// same is a text as it is.
func same(text string) string { return text }

// places are where a connect has failed, in their order: names that do not resolve, and addresses that were tried. What
// was not tried, and the question for TLS to a server that offers none and was then connected to without, is left out.
func (d *Diagnosis) places() []place {
	var c *pgconn.ConnectError
	var as *pgconn.Config
	last := d.err
	if errors.As(d.err, &c) {
		as, last = c.Config, c.Unwrap()
	}
	var all []place
	for _, err := range attemptErrors(d.err) {
		last = err
		var dns *net.DNSError
		if errors.As(err, &dns) {
			all = append(all, place{Attempt{Err: err, Phase: PhaseDial}, Diagnose(err), as, same})
		}
	}
	tried := triedOf(d.Attempts)
	for _, a := range tried {
		if a.made != nil {
			all = append(all, place{a, a.made, as, same})
		}
	}
	if len(all) == 0 || len(tried) == 0 && d.Condition != HostNotFound {
		all = append(all, place{Attempt{Network: "tcp", Address: onlyAddress(as), Phase: d.Phase, Err: last}, d, as, same})
	}
	return all
}

// triedOf are the attempts that tell something of their own.
func triedOf(attempts []Attempt) []Attempt {
	var out []Attempt
	for i, a := range attempts {
		again := i+1 < len(attempts) && attempts[i+1].Address == a.Address && !attempts[i+1].notTried
		if (!a.notTried || i == 0) && !(again && a.toldBy(attempts[i+1])) {
			out = append(out, a)
		}
	}
	return out
}

// toldBy tells whether the next attempt at the same address says what this one says, or more: of a server that offers no
// TLS it is the one without it that counts, and what is no PostgreSQL is none with TLS or without.
func (a Attempt) toldBy(next Attempt) bool {
	switch {
	case errors.Is(a.Err, errNoTLS):
		return true
	case a.made == nil || next.made == nil:
		return false
	case a.Phase == PhaseTLS && a.connected.IsZero() && isHungUp(a.made.Cause):
		return true
	}
	return next.made.Condition == ProtocolGarbage || a.made.Condition == next.made.Condition && a.made.pg == nil && next.made.pg == nil
}

// onlyAddress is the address that a config connects to, where it has no other.
func onlyAddress(c *pgconn.Config) string {
	if c == nil {
		return ""
	}
	for _, f := range c.Fallbacks {
		if f.Host != c.Host || f.Port != c.Port {
			return ""
		}
	}
	_, address := pgconn.NetworkAddress(c.Host, c.Port)
	return address
}

// explainConnect says what is wrong at the place that decides, which is the last, what was wrong at others, and what to do.
func (d *Diagnosis) explainConnect() string {
	all := d.places()
	last := &all[len(all)-1]
	what, todo := last.problem()
	text := what + "."
	said := map[string]bool{what: true}
	for _, p := range all[:len(all)-1] {
		if w, _ := p.problem(); !said[w] {
			said[w] = true
			text += " Before that: " + w + "."
		}
	}
	return text + " " + last.advice(todo, d.Retry)
}

// unreadable says what is wrong with a connection string: the driver's reason, without what may be a password.
func (d *Diagnosis) unreadable(s secrets) string {
	var e *pgconn.ParseConfigError
	if !errors.As(d.err, &e) {
		return "The connection string can't be understood. Correct it."
	}
	if strings.TrimSpace(e.ConnString) == "" && errors.Is(e, errNoDSN) {
		return "There is no connection string: it is empty. Is the variable set that it should come from? It looks like " + dsnForms + "."
	}
	// The driver puts the string, with what it takes for the password hidden, in front of its reason.
	front := pgconn.NewParseConfigError(e.ConnString, "", nil).Error()
	reason := strings.TrimSuffix(s.hide(strings.TrimPrefix(e.Error(), front)), ".")
	return "The connection string can't be understood: " + reason + ". " + advised(e.ConnString, s)
}

// dsnForms are the forms of a connection string.
const dsnForms = "postgres://user:password@host:5432/database?sslmode=require, or host=… port=5432 user=… password=… dbname=…"

// strayPercent is a percent sign that encodes nothing.
var strayPercent = regexp.MustCompile(`%($|[^0-9A-Fa-f]|[0-9A-Fa-f]($|[^0-9A-Fa-f]))`)

// advised says what to correct in a connection string.
func advised(dsn string, s secrets) string {
	before, _, url := strings.Cut(strings.TrimSpace(dsn), "://")
	switch {
	case url && scheme.MatchString(before) && before != "postgres" && before != "postgresql":
		return "It must begin with postgres:// or postgresql://."
	case url && (s.ambiguous() || strayPercent.MatchString(dsn)):
		return "If the password has one of @ : / ? # & % in it, write that percent-encoded: @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, & as %26, % as %25."
	case !url && !strings.Contains(dsn, "="):
		return "It looks like " + dsnForms + "."
	case !url && s.ambiguous():
		return "A value with blanks must be in single quotes, with \\' for a quote in it: password='two words'."
	}
	return "Correct it there; nothing was connected to."
}

// secretsIn are those of the connection string that an error is about.
func secretsIn(err error) secrets {
	var e *pgconn.ParseConfigError
	if !errors.As(err, &e) {
		return secrets{}
	}
	return secretsOf(e.ConnString)
}
