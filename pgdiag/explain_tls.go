package pgdiag

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// untrusted is a TLS connection that did not come about.
func (p *place) untrusted() (what, todo string) {
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
	)
	err := p.d.Cause
	if err == nil {
		err = p.Err
	}
	switch {
	case errors.Is(err, errNoTLS):
		return fmt.Sprintf("%s offers no TLS, and the connection string demands it", p.where()),
			"Turn ssl on at the server and give it a certificate; or, where the network in between is trusted, choose sslmode=prefer or disable."
	case errors.As(err, &authority):
		return fmt.Sprintf("The certificate that %s shows is not signed by an authority that is trusted here%s", p.where(), p.issuer(authority.Cert)),
			"Let sslrootcert name the file with the certificate of the authority that has signed it. If that is what it does, this may be " +
				"another server than it should be."
	case errors.As(err, &host):
		return fmt.Sprintf("The certificate that %s shows is %s, and not for %q, which is the host in the connection string", p.where(), p.names(host.Certificate), p.hide(host.Host)),
			"Connect by a name that is in the certificate, or have one made for this name. (sslmode=verify-ca does not compare names.)"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("The certificate that %s shows is not valid now: %s", p.where(), p.lifetime(invalid.Cert)),
			"Renew it at the server, and have the server read it (pg_reload_conf). If it is new, this machine's clock is wrong."
	case errors.As(err, &invalid):
		return fmt.Sprintf("The certificate that %s shows is not valid: %s", p.where(), p.hide(invalid.Error())), "Have a right one made for the server."
	case errors.As(err, &record):
		return fmt.Sprintf("%s agreed to TLS, and what came then is no TLS: it begins with %q", p.where(), record.RecordHeader[:]),
			"Something between here and the server speaks in its place, or the port is not the server's. See what listens there."
	case isHungUp(err) && p.connected.IsZero() && p.Address != "":
		return fmt.Sprintf("%s took the connection and hung up when it was asked for TLS", p.where()),
			"A proxy or load balancer with no server behind it does this, and a server that is going down, or a port of something else. " +
				"See what listens there, and its log."
	case isHungUp(err):
		return fmt.Sprintf("%s ended the connection in the midst of the TLS handshake, without a reason", p.where()),
			"A proxy or load balancer that takes no TLS does this, and one with no server behind it. See the server's log."
	case listen(err).alert:
		return fmt.Sprintf("The TLS handshake with %s failed: %s", p.where(), p.says()),
			"An alert of the other side (\"remote error\") mostly means that it wants a client certificate (sslcert and sslkey), or another one, or another " +
				"version of TLS. See the server's log."
	}
	return fmt.Sprintf("No TLS connection came about with %s: %s", p.where(), p.says()), "See the server's log."
}

// names says for whom a certificate is.
func (p *place) names(c *x509.Certificate) string {
	if c == nil {
		return "for another name"
	}
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "for no name at all (what stands in its subject alone does not count)"
	}
	return "for " + p.hide(strings.Join(names, ", "))
}

// isHungUp tells whether the peer has ended the connection.
func isHungUp(err error) bool { return err != nil && hungUp(err) }

// issuer says who has signed a certificate.
func (p *place) issuer(c *x509.Certificate) string {
	switch {
	case c == nil:
		return ""
	case bytes.Equal(c.RawIssuer, c.RawSubject):
		return fmt.Sprintf(" (it is signed by itself, as %q)", c.Subject.String())
	}
	return fmt.Sprintf(" (it is signed by %q)", c.Issuer.String())
}

// lifetime says when a certificate is valid.
func (p *place) lifetime(c *x509.Certificate) string {
	if c == nil {
		return "its time is over, or has not come"
	}
	if now := time.Now(); now.Before(c.NotBefore) {
		return "it begins to be on " + c.NotBefore.UTC().Format(time.RFC1123)
	}
	return "it expired on " + c.NotAfter.UTC().Format(time.RFC1123)
}

// foreign is what is no PostgreSQL.
func (p *place) foreign() (what, todo string) {
	todo = "Correct the host and port: the server is elsewhere (PostgreSQL's usual port is 5432)."
	var g *garbage
	if !errors.As(p.d.Cause, &g) || len(g.first) == 0 {
		return fmt.Sprintf("What came from %s is not the PostgreSQL protocol", p.where()), "See what stands between here and the server."
	}
	is := ""
	switch f := g.first; {
	case bytes.HasPrefix(f, []byte("HTTP/")), bytes.HasPrefix(f, []byte("<")):
		is = "a web server (HTTP)"
	case bytes.HasPrefix(f, []byte("SSH-")):
		is = "an SSH server"
	case bytes.HasPrefix(f, []byte("-ERR")), bytes.HasPrefix(f, []byte("-DENIED")), bytes.HasPrefix(f, []byte("-NOAUTH")):
		is = "a Redis"
	case bytes.HasPrefix(f, []byte("220 ")), bytes.HasPrefix(f, []byte("220-")):
		is = "a mail or FTP server"
	case len(f) > 1 && (f[0] == 0x15 || f[0] == 0x16) && f[1] == 3:
		is = "a port that speaks TLS from the first byte, such as HTTPS"
	case len(f) > 4 && f[3] == 0 && (f[4] == 0x0a || f[4] == 0xff): // a packet's number, and the protocol's, or an error
		is = "MySQL or MariaDB"
	}
	if is != "" {
		is = " It is " + is + "."
	}
	return fmt.Sprintf("What listens at %s is not PostgreSQL.%s It answered %s", p.where(), is, p.hide(quoted(g.first))), todo
}

// quoted shows what a peer has said: the first line, or the first bytes where it is no text.
func quoted(first []byte) string {
	binary := bytes.ContainsFunc(first, func(r rune) bool { return r < ' ' && r != '\r' && r != '\n' && r != '\t' })
	switch i := bytes.IndexAny(first, "\r\n"); {
	case binary:
		first = first[:min(len(first), 12)]
	case i > 0:
		first = first[:i]
	}
	return fmt.Sprintf("%q", strings.ToValidUTF8(string(first), "?"))
}
