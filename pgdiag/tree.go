package pgdiag

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/puddle/v2"
)

// tree is what an error tree holds, collected over all its branches: a connection string with several hosts fails with
// several errors joined.
type tree struct {
	known    *Diagnosis // a diagnosis that was made before
	pg       *pgconn.PgError
	pgCount  int
	sqlstate string // of an error that is not pgx's, by its SQLState method
	connect  bool   // a failed connect
	parse    bool   // a connection string that can't be parsed
	prepare  bool   // the failure was in preparing, before anything was executed
	canceled bool
	deadline bool
	already  bool // the context was done before anything was sent
	timeout  bool // a timeout that is not the context's, by net.Error
	dns      *net.DNSError
	dial     bool
	tls      bool
	errno    syscall.Errno
	eof      bool
	closed   bool // pgconn.ErrConnClosed: closed before the call, or during it
	netClose bool // use of a net.Conn that this process has closed
	safe     bool // pgconn.SafeToRetry of the outermost error that has it
	lock     bool // nothing below the error that says it is safe to retry: pgx's lock
	mismatch bool // target_session_attrs
	badConn  bool
	deep     int

	sentinel  Condition // of a package variable that means one thing
	transport error     // the first error of the socket, for the cause
}

// maxDepth bounds the walk: an error tree that is deeper, or refers to itself, is not looked at further.
const maxDepth = 64

func walk(err error) (t tree) {
	t.visit(err)
	return t
}

func (t *tree) visit(err error) {
	if err == nil || t.deep > maxDepth {
		return
	}
	t.deep++
	t.note(err)
	switch u := err.(type) { //nolint:errorlint // this is the walk itself
	case interface{ Unwrap() error }:
		t.visit(u.Unwrap())
	case interface{ Unwrap() []error }:
		for _, e := range u.Unwrap() {
			t.visit(e)
		}
	}
}

// note takes down what one node of the tree says, its children aside.
func (t *tree) note(err error) {
	switch e := err.(type) { //nolint:errorlint // one node at a time
	case *Diagnosis:
		t.known = e
		return
	case *pgconn.PgError:
		if t.pg == nil || !isFatalConnect(t.pg) {
			t.pg = e
		}
		t.pgCount++
		return
	case *pgconn.ConnectError:
		t.connect = true
		return
	case *pgconn.ParseConfigError:
		t.parse = true
		return
	case *pgconn.PrepareError:
		t.prepare = true
		return
	case *pgconn.NotPreferredError:
		t.mismatch = true
		return
	case *pgproto3.ExceededMaxBodyLenErr:
		t.transport = cmpErr(t.transport, errGarbage)
	case *net.DNSError:
		t.dns = e
	case *net.OpError:
		t.dial = t.dial || e.Op == "dial"
		t.transport = cmpErr(t.transport, e)
	case syscall.Errno:
		t.errno = e
		t.transport = cmpErr(t.transport, e)
		return
	case pgx.ErrPreprocessingBatch:
		t.sentinel = EncodeFailure
	case pgx.ScanArgError:
		t.sentinel = DecodeFailure
	case *tls.CertificateVerificationError, tls.RecordHeaderError, tls.AlertError, *tls.ECHRejectionError,
		x509.UnknownAuthorityError, x509.HostnameError, x509.CertificateInvalidError:
		t.tls = true
		t.transport = cmpErr(t.transport, err)
	case interface{ SQLState() string }:
		if t.sqlstate == "" {
			t.sqlstate = e.SQLState()
		}
	}
	t.noteSentinel(err)
	if s, ok := err.(interface{ SafeToRetry() bool }); ok && s.SafeToRetry() {
		t.safe = true
		if errors.Unwrap(err) == nil {
			t.lock = true
		}
	}
	if n, ok := err.(net.Error); ok && n.Timeout() { //nolint:errorlint // one node at a time
		t.timeout = true
	}
}

// noteSentinel compares a node with the package variables that pgx and the standard library return.
func (t *tree) noteSentinel(err error) {
	switch err { //nolint:errorlint // one node at a time
	case context.Canceled:
		t.canceled = true
	case context.DeadlineExceeded:
		t.deadline = true
	case io.EOF, io.ErrUnexpectedEOF:
		t.eof = true
		t.transport = cmpErr(t.transport, err)
	case pgconn.ErrConnClosed:
		t.closed = true
	case net.ErrClosed, os.ErrClosed, io.ErrClosedPipe:
		t.netClose = true
	case driver.ErrBadConn:
		t.badConn = true
	case pgconn.ErrReadOnlyConnection, pgconn.ErrReadWriteConnection, pgconn.ErrPrimaryConnection, pgconn.ErrStandbyConnection:
		t.mismatch = true
	case pgx.ErrNoRows, sql.ErrNoRows:
		t.sentinel = NoRows
	case pgx.ErrTooManyRows:
		t.sentinel = TooManyRows
	case pgx.ErrTxClosed, sql.ErrTxDone:
		t.sentinel = TransactionClosed
	case pgx.ErrTxCommitRollback:
		t.sentinel = CommitRolledBack
	case puddle.ErrClosedPool:
		t.sentinel = PoolClosed
	case puddle.ErrNotAvailable:
		t.sentinel = PoolExhausted
	case sql.ErrConnDone:
		t.sentinel = ConnectionClosedByOwner
	default: // a dial that its context has ended says so by a variable of net's own
		if e, ok := err.(interface{ Is(other error) bool }); ok && e.Is(context.Canceled) {
			t.canceled = true
		}
	}
}

// isSentinel tells whether err is a variable that many failures share.
func isSentinel(err error) bool {
	var t tree
	t.noteSentinel(err)
	return t != tree{}
}

// isFatalConnect tells whether a server's answer ends the search for a host (pgconn's rule, as libpq's: the next host
// would say the same).
func isFatalConnect(e *pgconn.PgError) bool {
	return e.Code == "28P01" || e.Code == "3D000" || e.Code == "42501"
}

func cmpErr(first, second error) error {
	if first != nil {
		return first
	}
	return second
}
