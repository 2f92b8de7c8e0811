// Package ownserver gives a test a server that it may harm.
package ownserver

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness/postgres"
)

// Start starts a server for the test alone, from where another comes. Of one that is given by its DSN there is none: then the
// test is skipped.
func Start(t *testing.T, like *postgres.Server) *postgres.Server {
	t.Helper()
	srv, err := postgres.Start(t.Context(), postgres.Config{Provider: like.Provider(), Private: true})
	if errors.Is(err, postgres.ErrUnavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := srv.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return srv
}

// Halt lets all processes of a server stand still, and go on after a while; it returns when they stand.
func Halt(ctx context.Context, t *testing.T, srv *postgres.Server, d time.Duration) {
	t.Helper()
	control, _ := srv.Control()
	pids, err := control.Processes(ctx)
	if err != nil {
		t.Error(err)
		return
	}
	if err := control.Signal(ctx, syscall.SIGSTOP, pids...); err != nil {
		t.Error(err)
	}
	time.AfterFunc(d, func() {
		if err := control.Signal(context.WithoutCancel(ctx), syscall.SIGCONT, pids...); err != nil {
			t.Error(err)
		}
	})
}
