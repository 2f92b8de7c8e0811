package harness

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/wire"
)

// TB is what Start needs of a *testing.T, *testing.B or GinkgoT().
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Failed() bool
}

// stepLimit is the limit of one call of a TestRig.
const stepLimit = 20 * time.Second

// TestRig is a Rig whose errors fail the test.
type TestRig struct {
	rig *Rig
	tb  TB
}

// Start gives tb a database of its own behind an endpoint of its own. When tb is done it heals all faults, checks that
// each of them fired, and removes everything; where tb has failed, it logs the conversation.
func Start(tb TB, cfg Config) *TestRig {
	tb.Helper()
	pg, err := cfg.postgres()
	if err != nil {
		tb.Fatalf("harness: open rig: %v", err)
	}
	rig, err := open(tb, pg)
	if err != nil {
		tb.Fatalf("harness: open rig: %v", err)
	}
	t := &TestRig{rig: rig, tb: tb}
	tb.Cleanup(t.finish)
	return t
}

// open makes a rig on a server of its own, or on the one that the tests of this configuration share.
func open(tb TB, pg postgres.Config) (*Rig, error) {
	tb.Helper()
	if pg.Private {
		ctx, cancel := limited(startLimit, "start of the server")
		defer cancel()
		return openPrivate(ctx, pg)
	}
	server, err := acquire(pg)
	if err != nil {
		return nil, err
	}
	tb.Cleanup(func() {
		if err := release(pg); err != nil {
			tb.Errorf("harness: %v", err)
		}
	})
	ctx, cancel := limited(stepLimit, "open of the rig")
	defer cancel()
	return Open(ctx, server)
}

// openPrivate makes a rig on a private server, which ends with it.
func openPrivate(ctx context.Context, pg postgres.Config) (*Rig, error) {
	server, err := postgres.Start(ctx, pg)
	if err != nil {
		return nil, err
	}
	rig, err := Open(ctx, server)
	if err != nil {
		return nil, errors.Join(err, server.Close(context.WithoutCancel(ctx)))
	}
	rig.owned = true
	return rig, nil
}

func (t *TestRig) finish() {
	t.tb.Helper()
	ctx, cancel := limited(closeLimit, "end of all faults")
	defer cancel()
	if err := t.rig.Heal(ctx); err != nil {
		t.tb.Errorf("harness: %v", err)
	}
	for _, injection := range t.rig.Injections() {
		if named, ok := injection.(*namedInjection); ok && len(named.Fired()) == 0 {
			said := t.rig.Stage().Since(named.mark)
			t.tb.Errorf("harness: %s. What the test has seen is not its doing", named.unfired(said))
		}
	}
	if t.tb.Failed() {
		t.tb.Logf("the conversation:\n%s", t.Trace())
	}
	closing, cancel := limited(closeLimit, "close of the rig")
	defer cancel()
	if err := t.rig.Close(closing); err != nil {
		t.tb.Errorf("harness: close rig: %v", err)
	}
}

// Rig is the rig itself, whose methods return errors.
func (t *TestRig) Rig() *Rig { return t.rig }

// DSN is how an ordinary user connects to the database through the endpoint. It holds a password.
func (t *TestRig) DSN() string { return t.rig.DSN() }

// Database is the rig's own database.
func (t *TestRig) Database() *postgres.Database { return t.rig.Database() }

// Stage is the wire stage, for traps of one's own.
func (t *TestRig) Stage() *wire.Stage { return t.rig.Stage() }

// Inject causes f, or arms it.
func (t *TestRig) Inject(f fault.Fault) fault.Injection {
	t.tb.Helper()
	ctx, cancel := limited(stepLimit, "inject of "+f.Name())
	defer cancel()
	injection, err := t.rig.Inject(ctx, f)
	if err != nil {
		t.tb.Fatalf("harness: %v", err)
	}
	if named, ok := injection.(*namedInjection); ok {
		if _, file, line, ok := runtime.Caller(1); ok {
			named.line = fmt.Sprintf("%s:%d", filepath.Base(file), line)
		}
	}
	return injection
}

// Heal ends all faults.
func (t *TestRig) Heal() {
	t.tb.Helper()
	ctx, cancel := limited(stepLimit, "heal of all faults")
	defer cancel()
	if err := t.rig.Heal(ctx); err != nil {
		t.tb.Fatalf("harness: %v", err)
	}
}

// SQL runs SQL as superuser by a way that no fault touches, and returns the rows as text: what the server holds.
func (t *TestRig) SQL(sql string, args ...any) [][]string {
	t.tb.Helper()
	ctx, cancel := limited(stepLimit, "SQL by the side channel")
	defer cancel()
	rows, err := t.rig.Admin(ctx, sql, args...)
	if err != nil {
		t.tb.Fatalf("harness: %v", err)
	}
	return rows
}

// Conversation is what the wire has carried so far.
func (t *TestRig) Conversation() []wire.Message { return t.rig.Conversation() }

// Trace is the conversation as text, a line each.
func (t *TestRig) Trace() string {
	t.tb.Helper()
	var b strings.Builder
	if err := wire.WriteTrace(&b, t.rig.Conversation()); err != nil {
		t.tb.Errorf("harness: %v", err)
	}
	return b.String()
}
