package pgdiag_test

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/pgdiag"
)

// errnos are what a socket may say: not a list of all, and none decides by being on one.
var errnos = []syscall.Errno{
	syscall.EADDRNOTAVAIL, syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.EBUSY, syscall.EPERM, syscall.EACCES,
	syscall.ENETDOWN, syscall.EHOSTDOWN, syscall.ENETRESET, syscall.ENOTCONN, syscall.EAGAIN, syscall.EHOSTUNREACH, syscall.ENETUNREACH,
	syscall.ECONNREFUSED, syscall.ETIMEDOUT, syscall.ENOENT, syscall.EPROTO,
}

// socketError is what package net makes of an errno.
func socketError(op string, e syscall.Errno) error {
	return &net.OpError{Op: op, Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 5432}, Err: os.NewSyscallError(op, e)}
}

// TestADialThatCannotGoOut fails a dial for whatever reason: nothing was sent, and another attempt may help.
func TestADialThatCannotGoOut(t *testing.T) {
	for _, e := range errnos {
		for name, err := range map[string]error{"alone": socketError("dial", e), "of a connect": dialing(t, socketError("dial", e))} {
			d := pgdiag.Diagnose(err)
			if d.Outcome != pgdiag.OutcomeNotSent || d.Retry != pgdiag.RetryWait && d.Retry != pgdiag.RetryReconnect {
				t.Errorf("%v, %s: %s, %s, retry %s", e, name, d.Condition, d.Outcome, d.Retry)
			}
		}
	}
	if d := pgdiag.Diagnose(dialing(t, errors.New("no way"))); d.Outcome != pgdiag.OutcomeNotSent || d.Retry != pgdiag.RetryWait {
		t.Errorf("an error of the program's own: %s, %s, retry %s", d.Condition, d.Outcome, d.Retry)
	}
}

// TestAWriteThatFails fails a write for whatever reason: what was written before it may have been executed.
func TestAWriteThatFails(t *testing.T) {
	for _, e := range errnos {
		if d := pgdiag.Diagnose(socketError("write", e)); d.Outcome != pgdiag.OutcomeUnknown || d.Retry != pgdiag.RetryVerifyFirst {
			t.Errorf("%v: %s, %s, retry %s", e, d.Condition, d.Outcome, d.Retry)
		}
	}
}

// dialing is the error of a connect whose dial says err.
func dialing(t *testing.T, err error) error {
	t.Helper()
	cfg, parseErr := pgx.ParseConfig("host=127.0.0.1 port=5432 user=u dbname=d sslmode=disable")
	if parseErr != nil {
		t.Fatal(parseErr)
	}
	cfg.DialFunc = func(context.Context, string, string) (net.Conn, error) { return nil, err }
	if _, err := pgdiag.Attach(cfg); err != nil { // by the error alone it may be a hook's, which has asked the server for something
		t.Fatal(err)
	}
	_, err = pgx.ConnectConfig(t.Context(), cfg)
	return err
}
