package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
)

// Login is how a server lets the ordinary user in.
type Login struct {
	// TLS says that it offers encryption.
	TLS bool
	// SCRAM says that it asks for a password, and has it proven by SCRAM-SHA-256.
	SCRAM bool
}

// Login tells how the server lets the ordinary user in, without TLS.
func (s *Server) Login() Login { return s.login }

// loginTimeout bounds the login that is tried, which takes some 10 ms.
const loginTimeout = 5 * time.Second

// tryLogin logs in once as the ordinary user, as a target does: to a server that somebody else runs, which may have ways of its
// own. Where nobody could, nothing can be run there, and it is ErrUnavailable.
func (s *Server) tryLogin(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, loginTimeout, fmt.Errorf("no answer within %v", loginTimeout))
	defer cancel()
	d, err := s.Database(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Drop(context.WithoutCancel(ctx))) }()
	conn, err := pgx.Connect(ctx, libpqenv.DSN(d.DSN(s.Addr())))
	if err != nil {
		return s.refusesLogin(ctx, d, err)
	}
	if err := conn.Close(ctx); err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if s.login.TLS, err = s.offersTLS(ctx); err != nil {
		return fmt.Errorf("ask for TLS: %w", err)
	}
	if s.login.SCRAM, err = s.wantsSCRAM(ctx, d); err != nil {
		return fmt.Errorf("ask for authentication: %w", err)
	}
	return nil
}

// refusesLogin says why nobody can log in.
func (s *Server) refusesLogin(ctx context.Context, d *Database, err error) error {
	reason, advice := oneLine(err), "see its log and its pg_hba.conf"
	var said *pgconn.PgError
	if errors.As(err, &said) {
		reason = said.Message
	}
	switch {
	case ctx.Err() != nil:
		reason = context.Cause(ctx).Error()
	case said != nil && said.Code == "53300": // too_many_connections
		advice = "end some, or raise max_connections"
	case s.takesTLS(ctx, d):
		reason = "it wants TLS, and faults are made on what can be read (" + reason + ")"
		advice = "allow it in its pg_hba.conf (host all all 127.0.0.1/32 scram-sha-256), or take --postgres container or native"
	}
	return &UnavailableError{Provider: External, Reason: fmt.Sprintf("no user can log in to the server at %s: %s", s.Addr(), reason), Advice: advice, Err: err}
}

// takesTLS tells whether the ordinary user can log in with TLS.
func (s *Server) takesTLS(ctx context.Context, d *Database) bool {
	conn, err := pgx.Connect(ctx, libpqenv.DSN(strings.Replace(d.DSN(s.Addr()), "sslmode=disable", "sslmode=require", 1)))
	if err != nil {
		return false
	}
	_ = conn.Close(ctx) // it was asked nothing
	return true
}

// offersTLS asks for encryption, and tells whether the server would.
func (s *Server) offersTLS(ctx context.Context) (bool, error) {
	const sslRequest = 80877103
	answer, err := s.say(ctx, binary.BigEndian.AppendUint32(nil, sslRequest), 1)
	return err == nil && answer[0] == 'S', err
}

// The messages of authentication, by their names in the manual.
const (
	authenticationSASL = 10
	saslHeader         = 9 // type, length, which authentication
)

// wantsSCRAM begins a session as the ordinary user, and tells whether a password has to be proven.
func (s *Server) wantsSCRAM(ctx context.Context, d *Database) (bool, error) {
	const protocol3 = 3 << 16
	start := binary.BigEndian.AppendUint32(nil, protocol3)
	for _, word := range []string{"user", s.names.user(), "database", d.Name, ""} {
		start = append(append(start, word...), 0)
	}
	answer, err := s.say(ctx, start, saslHeader)
	return err == nil && answer[0] == 'R' && binary.BigEndian.Uint32(answer[5:]) == authenticationSASL, err
}

// say says one thing to the server that begins a conversation, and reads so many bytes of its answer.
func (s *Server) say(ctx context.Context, body []byte, n int) (_ []byte, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.Addr())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	if _, err := conn.Write(slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(body)+4)), body)); err != nil {
		return nil, err
	}
	answer := make([]byte, n)
	_, err = io.ReadFull(conn, answer)
	return answer, err
}

func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
