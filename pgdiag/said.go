package pgdiag

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"reflect"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/puddle/v2"
)

// said is what an error of one call says by its types and values, never by its text.
type said struct {
	whole    bool // all of it was looked at
	server   *pgconn.PgError
	sqlstate string // of an error that is not pgx's, by its SQLState method
	connect  bool   // a failed connect
	parse    bool   // a connection string that can't be parsed
	canceled bool
	deadline bool
	timeout  bool // a timeout that is not the context's, by net.Error
	dns      *net.DNSError
	dialed   bool // a dial has failed
	tls      bool
	alert    bool // a TLS alert, of the peer's or of this side's
	closed   bool // pgconn.ErrConnClosed: closed before the call, or during it
	netClose bool // use of a net.Conn that this process has closed
	unsent   bool // an error that is returned before anything is sent
	lock     bool // pgx's lock: another call is using the connection
	mismatch bool // target_session_attrs
	badConn  bool

	sentinel Condition // of a package variable or type that means one thing
	socket   error     // the first error of the socket, for the cause
	nodes    int
	retries  bool // an attempt of a connect has failed in a way that passes
}

// maxNodes bounds the walk: an error tree that is larger, or refers to itself, is not looked at further, and nothing is
// claimed of it.
const maxNodes = 1 << 14

// listen takes down what an error says. Several errors in one value are the attempts of one connect here; those of several
// calls are told apart before.
func listen(err error) (s said) {
	s.listen(err)
	return s
}

// listen takes what err says into what has said nothing yet.
func (s *said) listen(err error) {
	s.whole = true
	s.visit(err)
}

func (s *said) visit(err error) {
	for err != nil {
		if s.nodes++; s.nodes > maxNodes {
			s.whole = false
			return
		}
		s.note(err)
		switch u := err.(type) { //nolint:errorlint // this is the walk itself
		case *pgconn.PgError:
			return // the usual one: there is nothing below
		case *os.PathError, *url.Error:
			return // a file's, or another protocol's: what is below is none of ours
		case interface{ Unwrap() error }:
			err = u.Unwrap()
		case interface{ Unwrap() []error }:
			for _, e := range u.Unwrap() {
				before := *s
				if s.connect {
					s.nextAttempt()
				}
				s.visit(e)
				if s.connect && s.notTried(&before) {
					before.nodes, before.whole = s.nodes, s.whole
					*s = before
				}
			}
			return
		default:
			return
		}
	}
}

// nextAttempt leaves what is said of one attempt of a connect: the last one decides, so that its condition and its phase
// belong together. What an earlier one says of trying again is kept.
func (s *said) nextAttempt() {
	s.attempted()
	*s = said{whole: s.whole, connect: true, nodes: s.nodes, retries: s.retries}
}

// notTried tells whether the attempt at hand was not made: the time to connect, or the caller's patience, had come to its
// end in the one before.
func (s *said) notTried(before *said) bool {
	return s.dialed && (s.deadline || s.timeout || s.canceled) && s.server == nil && !before.dialed && (before.deadline || before.canceled)
}

// attempted takes down whether the attempt at hand may go otherwise another time.
func (s *said) attempted() {
	switch {
	case s.server != nil:
		if _, again := adviceOf(conditionOf(s.server, nil)); again {
			s.retries = true
		}
	case s.dialed, s.dns != nil, s.timeout, s.deadline:
		s.retries = true
	}
}

// note takes down what one node of the tree says, its children aside.
func (s *said) note(err error) {
	switch e := err.(type) { //nolint:errorlint // one node at a time
	case *pgconn.PgError:
		s.server = e
		return
	case *pgconn.ConnectError:
		s.connect = true
		return
	case *pgconn.ParseConfigError:
		s.parse = true
		return
	case *pgconn.PrepareError:
		s.unsent = true // Prepare executes nothing, and a call that prepares first does nothing before
		return
	case *pgconn.NotPreferredError:
		s.mismatch = true
		return
	case *pgproto3.ExceededMaxBodyLenErr:
		s.socket = cmp.Or[error](s.socket, errGarbage)
	case *net.DNSError:
		s.dns = e
	case *net.OpError:
		s.dialed = s.dialed || e.Op == "dial"
		s.alert = s.alert || e.Op == "remote error" || e.Op == "local error" // crypto/tls's
		s.timeout = s.timeout || e.Timeout()
		if s.socket == nil {
			s.socket = e
		}
		return
	case *os.SyscallError:
		return // the number that it holds says all
	case syscall.Errno:
		s.timeout = s.timeout || e.Timeout()
		return
	case pgx.ScanArgError:
		s.sentinel = DecodeFailure
	case *tls.CertificateVerificationError, tls.RecordHeaderError, tls.AlertError, *tls.ECHRejectionError,
		x509.UnknownAuthorityError, x509.HostnameError, x509.CertificateInvalidError:
		s.tls = true
		s.socket = cmp.Or[error](s.socket, err)
	case interface{ SQLState() string }:
		if s.sqlstate == "" {
			s.sqlstate = e.SQLState()
		}
	}
	s.noteSentinel(err)
	if r, ok := err.(interface{ SafeToRetry() bool }); ok && r.SafeToRetry() {
		s.noteSafe(err)
	}
	if n, ok := err.(net.Error); ok && n.Timeout() { //nolint:errorlint // one node at a time
		s.timeout = true
	}
}

// noteSafe takes down an error that pgconn calls safe to retry. It is believed of two kinds, which are made before
// anything is sent: the lock, and a context that was done already. Of a closed connection it is not true in pgx 5.9 to
// 5.12, and of a read or a write it is the socket that knows.
// Of a type that is not pgconn's the method says something else.
func (s *said) noteSafe(err error) {
	t := reflect.TypeOf(err)
	if t.Kind() != reflect.Pointer || t.Elem().PkgPath() != "github.com/jackc/pgx/v5/pgconn" {
		return
	}
	inner := errors.Unwrap(err)
	switch {
	case inner == nil:
		s.lock, s.unsent = true, true
	case inner == context.Canceled, inner == context.DeadlineExceeded: //nolint:errorlint // one node at a time
		s.unsent = true
	}
}

// noteSentinel compares a node with the package variables that pgx and the standard library return.
func (s *said) noteSentinel(err error) {
	switch err { //nolint:errorlint // one node at a time
	case context.Canceled:
		s.canceled = true
	case context.DeadlineExceeded:
		s.deadline = true
	case io.EOF, io.ErrUnexpectedEOF:
		s.socket = cmp.Or[error](s.socket, err)
	case pgconn.ErrConnClosed:
		s.closed, s.lock, s.unsent = true, false, false
	case net.ErrClosed, os.ErrClosed, io.ErrClosedPipe:
		s.netClose = true
	case driver.ErrBadConn:
		s.badConn = true
	case pgconn.ErrReadOnlyConnection, pgconn.ErrReadWriteConnection, pgconn.ErrPrimaryConnection, pgconn.ErrStandbyConnection:
		s.mismatch = true
	case pgx.ErrNoRows, sql.ErrNoRows:
		s.sentinel = NoRows
	case pgx.ErrTooManyRows:
		s.sentinel = TooManyRows
	case pgx.ErrTxClosed, sql.ErrTxDone:
		s.sentinel, s.unsent = TransactionClosed, true
	case pgx.ErrTxCommitRollback:
		s.sentinel = CommitRolledBack
	case puddle.ErrClosedPool:
		s.sentinel, s.unsent = PoolClosed, true
	case puddle.ErrNotAvailable:
		s.sentinel, s.unsent = PoolExhausted, true
	case sql.ErrConnDone:
		s.sentinel, s.unsent = ConnectionClosedByOwner, true
	default: // a dial that its context has ended says so by a variable of net's own
		if e, ok := err.(interface{ Is(other error) bool }); ok && e.Is(context.Canceled) {
			s.canceled = true
		}
	}
}

// isSentinel tells whether err is a variable that many failures share.
func isSentinel(err error) bool {
	var s said
	s.noteSentinel(err)
	return s != said{}
}

// mute tells whether the error says nothing that is understood here.
func (s *said) mute() bool {
	quiet := said{whole: s.whole, nodes: s.nodes}
	return *s == quiet
}
