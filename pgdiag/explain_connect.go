package pgdiag

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// place is one address that was to be connected to, and what became of it.
type place struct {
	Attempt
	d    *Diagnosis
	as   *pgconn.Config // as whom; nil where it is not known
	hide func(string) string
}

// where is the address; "the server" where it is not known.
func (p *place) where() string { return cmp.Or(p.hide(p.Address), "the server") }

// waited is how long it was waited, in words: it has a blank in front.
func (p *place) waited() string {
	if p.Took < time.Millisecond {
		return ""
	}
	if p.Took < time.Second {
		return " within " + p.Took.Round(time.Millisecond).String()
	}
	return " within " + p.Took.Round(100*time.Millisecond).String()
}

// says quotes the error's own words, on one line.
func (p *place) says() string {
	err := p.Err
	if d := p.d.Cause; d != nil && !errors.Is(d, errGivenUp) {
		err = d
	}
	for inner := err; inner != nil && !isTLSError(err); inner = errors.Unwrap(inner) {
		err = inner // what pgconn sets in front of it is an address and a step, which are said already
	}
	if err == nil {
		return "nothing more is known"
	}
	return p.hide(strings.Join(strings.Fields(err.Error()), " "))
}

// isTLSError tells whether an error is one of the TLS handshake, whose text says more than what it wraps.
func isTLSError(err error) bool {
	switch e := err.(type) { //nolint:errorlint // this very value
	case *tls.CertificateVerificationError, tls.RecordHeaderError, x509.UnknownAuthorityError, x509.HostnameError, x509.CertificateInvalidError:
		return true
	case *net.OpError:
		return e.Op == "remote error" || e.Op == "local error"
	}
	return false
}

// problem says of a failed connect what is wrong and what to do about it.
func (p *place) problem() (what, todo string) {
	if p.d.pg != nil {
		return p.refused()
	}
	switch p.d.Condition {
	case ConnectionRefused:
		return p.nobody()
	case HostNotFound:
		return p.unnamed()
	case HostUnreachable:
		if errors.Is(p.d.Cause, syscall.EACCES) || errors.Is(p.d.Cause, syscall.EPERM) {
			return fmt.Sprintf("This machine does not let the program connect to %s: permission denied", p.where()),
				"Look at the rights of the socket and its folders, and at this machine's own firewall."
		}
		return fmt.Sprintf("There is no way from here to %s (%s)", p.where(), p.says()),
			"Look at this machine's network and routes, or its VPN, and whether the address is right."
	case ConnectTimeout:
		return p.silent()
	case TLSFailure:
		return p.untrusted()
	case ConnectionReset, ConnectionClosedByPeer:
		return p.hungUp()
	case ProtocolGarbage:
		return p.foreign()
	case ServerMismatch:
		return p.otherKind()
	case AuthenticationRefused:
		return fmt.Sprintf("The client did not accept how %s asks for the password, or the server's proof that it knows it (%s)", p.where(), p.says()),
			"Look at the method for this user in the server's pg_hba.conf, at require_auth and channel_binding in the connection string, " +
				"and whether something stands in between."
	case CallerCancel:
		return fmt.Sprintf("The attempt to connect to %s was cancelled by its caller", p.where()), "Nothing is known of the server."
	}
	return fmt.Sprintf("The attempt to connect to %s failed: %s", p.where(), p.says()), "See the server's log."
}

// nobody is where nobody listens.
func (p *place) nobody() (what, todo string) {
	switch {
	case p.Network != "unix":
		return fmt.Sprintf("Nobody listens at %s: the connection was refused", p.where()),
			"Start the server, or correct the host and port. If it runs, see its settings listen_addresses and port."
	case errors.Is(p.d.Cause, syscall.ECONNREFUSED):
		return fmt.Sprintf("Nobody listens on the socket %s: the server that has made it is gone", p.where()), "Start the server."
	}
	return fmt.Sprintf("There is no socket %s", p.where()),
		"No server on this machine listens there. Start it, or correct the port and the folder (its setting unix_socket_directories), " +
			"or give a host name to connect by TCP."
}

// unnamed is a name that does not resolve.
func (p *place) unnamed() (what, todo string) {
	var dns *net.DNSError
	if !errors.As(p.Err, &dns) && !errors.As(p.d.Cause, &dns) {
		dns = &net.DNSError{Name: "of the host", IsNotFound: true}
	}
	name := p.hide(dns.Name)
	if dns.IsTimeout || dns.IsTemporary && !dns.IsNotFound {
		return fmt.Sprintf("The name %s could not be looked up: the name server did not answer", name),
			"Look at this machine's DNS (/etc/resolv.conf) and network."
	}
	return fmt.Sprintf("The name %s does not resolve: there is no such host", name),
		"Correct the host in the connection string, or its entry in the DNS. Inside a container or cluster names are other ones than outside."
}

// silent is what does not answer, and how far it came.
func (p *place) silent() (what, todo string) {
	switch {
	case p.Phase == PhaseDial:
		return fmt.Sprintf("%s did not answer at all%s, not even with a refusal", p.where(), p.waited()),
			"A firewall that drops packets looks like this, and so does a host that is off, or a wrong address. Check the address, " +
				"that the host is up, and that firewalls and security groups let this machine through."
	case p.Phase == PhaseAuth:
		return fmt.Sprintf("%s asked for the password, and has not let us in%s", p.where(), p.waited()),
			"The server is overloaded or frozen, or waits for what it asks about passwords (LDAP, PAM, RADIUS). See its processes and log."
	case p.Phase == PhaseTLS && !p.connected.IsZero():
		return fmt.Sprintf("%s agreed to TLS, and then did not go on with the handshake%s", p.where(), p.waited()),
			"The server is frozen or overloaded, or something in between lets no more through. See its processes and log."
	default:
		return fmt.Sprintf("%s took the connection and then said nothing%s", p.where(), p.waited()),
			"The server is frozen or overloaded, or what listens there is no PostgreSQL, or a proxy with nothing behind it. " +
				"See which process has that port, and its log."
	}
}

// hungUp is what took the connection and ended it.
func (p *place) hungUp() (what, todo string) {
	how := "closed it without a word"
	if p.d.Condition == ConnectionReset {
		how = "reset it without a word"
	}
	if p.Phase == PhaseAuth {
		return fmt.Sprintf("%s asked for the password, and then %s", p.where(), strings.Replace(how, "it", "the connection", 1)),
			"The server or a proxy in front of it went down at that moment. See the server's log."
	}
	return fmt.Sprintf("%s took the connection and %s", p.where(), how),
		"A proxy or load balancer with no server behind it does this, and a server that is going down, or a port of something else. " +
			"See what listens there, and its log."
}

// otherKind is a server that is not of the kind that target_session_attrs asks for.
func (p *place) otherKind() (what, todo string) {
	kind, wanted := "is not of the kind", "of the kind that target_session_attrs asks for"
	switch {
	case errors.Is(p.Err, pgconn.ErrStandbyConnection):
		kind, wanted = "is a standby, and target_session_attrs asks for a primary", "that is the primary"
	case errors.Is(p.Err, pgconn.ErrPrimaryConnection):
		kind, wanted = "is a primary, and target_session_attrs asks for a standby", "that is a standby"
	case errors.Is(p.Err, pgconn.ErrReadOnlyConnection):
		kind, wanted = "takes no writes (a standby, or default_transaction_read_only is on), and target_session_attrs asks for a server that does",
			"that takes writes"
	case errors.Is(p.Err, pgconn.ErrReadWriteConnection):
		kind, wanted = "takes writes, and target_session_attrs asks for a server that does not", "that is read-only"
	default:
		kind += " that target_session_attrs asks for"
	}
	return fmt.Sprintf("%s works, but it %s", p.where(), kind),
		fmt.Sprintf("Put the host %s into the connection string (several hosts, with commas between them, are tried in turn), or change "+
			"target_session_attrs. After a failover it may take a while until there is one.", wanted)
}

// advice is what to do, and whether trying again helps: where something else than a PostgreSQL has answered there is no more
// to say.
func (p *place) advice(todo string, r Retry) string {
	if foreign(p.d.Cause) {
		return todo
	}
	return todo + " " + again(r)
}

// again says whether trying again helps.
func again(r Retry) string {
	switch r {
	case RetryWait:
		return "Trying again after a while may help."
	case RetryReconnect:
		return "Trying again may help."
	}
	return "Trying again without a change will not help."
}
