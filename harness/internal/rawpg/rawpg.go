// Package rawpg is a PostgreSQL client with no opinion: it shows a test what came over the wire, message by message, and
// the error of the socket as it is. It is for tests of the harness alone.
package rawpg

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5/pgproto3"
)

// Conn is a connection that is ready for queries.
type Conn struct {
	// Socket is what the messages go over.
	Socket *net.TCPConn
	*pgproto3.Frontend
	// Backend is the process of the server.
	Backend uint32
}

// Connect opens a connection to a DSN of the form postgres://user:password@host:port/database. The deadline of ctx is
// the connection's own for all that follows.
func Connect(ctx context.Context, dsn string) (*Conn, error) { return connect(ctx, dsn, nil, false) }

// ConnectTLS is Connect over an encryption that it asks for first; nil asks for none.
func ConnectTLS(ctx context.Context, dsn string, config *tls.Config) (*Conn, error) {
	return connect(ctx, dsn, config, false)
}

// ConnectBound is ConnectTLS by SCRAM-SHA-256-PLUS: the password is proven for that certificate alone that was shown.
func ConnectBound(ctx context.Context, dsn string, config *tls.Config) (*Conn, error) {
	return connect(ctx, dsn, config, true)
}

func connect(ctx context.Context, dsn string, config *tls.Config, bound bool) (*Conn, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, errors.New("read DSN: not a URL")
	}
	var dialer net.Dialer
	socket, err := dialer.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	c := &Conn{Socket: socket.(*net.TCPConn), Frontend: pgproto3.NewFrontend(socket, socket)}
	if deadline, ok := ctx.Deadline(); ok {
		err = socket.SetDeadline(deadline)
	}
	password, _ := u.User.Password()
	exchange := newSCRAM(password)
	if err == nil && config != nil {
		var shown []byte
		if shown, err = c.encrypt(ctx, config); bound {
			exchange.bind(shown)
		}
	}
	if err == nil {
		err = c.start(u, exchange)
	}
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	return c, nil
}

// encrypt returns the certificate that the server has shown.
func (c *Conn) encrypt(ctx context.Context, config *tls.Config) ([]byte, error) {
	if _, err := c.Socket.Write([]byte{0, 0, 0, 8, 4, 210, 22, 47}); err != nil { // SSLRequest
		return nil, fmt.Errorf("ask for encryption: %w", err)
	}
	var answer [1]byte
	if _, err := c.Socket.Read(answer[:]); err != nil || answer[0] != 'S' {
		return nil, fmt.Errorf("ask for encryption: %q, %w", answer, err)
	}
	secure := tls.Client(c.Socket, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("shake hands: %w", err)
	}
	c.Frontend = pgproto3.NewFrontend(secure, secure)
	return secure.ConnectionState().PeerCertificates[0].Raw, nil
}

func (c *Conn) start(u *url.URL, exchange *scram) error {
	c.Frontend.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{
		"user": u.User.Username(), "database": strings.TrimPrefix(u.Path, "/"),
	}})
	for {
		if err := c.Flush(); err != nil {
			return fmt.Errorf("start: %w", err)
		}
		m, err := c.Receive()
		if err != nil {
			return fmt.Errorf("start: %w", err)
		}
		switch m := m.(type) {
		case *pgproto3.AuthenticationSASL:
			c.Frontend.Send(&pgproto3.SASLInitialResponse{AuthMechanism: exchange.mechanism(), Data: exchange.first()})
		case *pgproto3.AuthenticationSASLContinue:
			final, err := exchange.final(m.Data)
			if err != nil {
				return fmt.Errorf("start: %w", err)
			}
			c.Frontend.Send(&pgproto3.SASLResponse{Data: final})
		case *pgproto3.BackendKeyData:
			c.Backend = m.ProcessID
		case *pgproto3.ErrorResponse:
			return fmt.Errorf("start: %s %s: %s", m.Severity, m.Code, m.Message)
		case *pgproto3.ReadyForQuery:
			return nil
		}
	}
}

// Ask sends a simple query.
func (c *Conn) Ask(sql string) error {
	c.Frontend.Send(&pgproto3.Query{String: sql})
	return c.Flush()
}

// Answers reads up to the next ReadyForQuery, and tells what came: the names of the messages, of an ErrorResponse and of
// a CommandComplete with what they say. The error is that of the socket.
func (c *Conn) Answers() (names []string, err error) {
	for {
		m, err := c.Receive()
		if err != nil {
			return names, err
		}
		switch m := m.(type) {
		case *pgproto3.ErrorResponse:
			names = append(names, m.SeverityUnlocalized+" "+m.Code)
		case *pgproto3.CommandComplete:
			names = append(names, string(m.CommandTag))
		case *pgproto3.ReadyForQuery:
			return names, nil
		default:
			names = append(names, strings.TrimPrefix(fmt.Sprintf("%T", m), "*pgproto3."))
		}
	}
}

// Query asks and reads the answers.
func (c *Conn) Query(sql string) ([]string, error) {
	if err := c.Ask(sql); err != nil {
		return nil, err
	}
	return c.Answers()
}
