package fault

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Demote restarts the server as a standby: it answers, and every write is an ERROR 25006, as of a former primary after a
// failover. Healed, it is promoted again, which ends no connection.
type Demote struct{}

// Name implements Fault.
func (Demote) Name() string { return "demote" }

// Available implements Fault.
func (Demote) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. It has fired where the server says that it is in recovery.
func (f Demote) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	heal := once(func(ctx context.Context) error { return promote(ctx, control) })
	if _, err := shutDown(ctx, f, control, Fast); err != nil {
		return nil, err
	}
	if err := errors.Join(control.SetFile(ctx, standbySignal, true), control.Start(ctx)); err != nil {
		return nil, fmt.Errorf("start server as a standby: %w", err)
	}
	if err := control.Ready(ctx); err != nil {
		return nil, fmt.Errorf("await standby: %w", err)
	}
	rows, err := control.Admin(ctx, "SELECT pg_is_in_recovery()")
	if err == nil && rows[0][0] != "t" {
		err = errors.New("the server is not in recovery")
	}
	if err != nil {
		return nil, undoAfterError(ctx, err, heal)
	}
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: time.Now(), Where: "the server is in recovery"}}, heal: heal}, nil
}

// promote makes a standby a primary, and waits until it is one.
func promote(ctx context.Context, control Control) error {
	rows, err := control.Admin(ctx, "SELECT CASE WHEN pg_is_in_recovery() THEN pg_promote(true, 30) ELSE true END")
	if err != nil {
		return fmt.Errorf("promote: %w", err)
	}
	if rows[0][0] != "t" {
		return errors.New("promote: the server did not become a primary within 30 s")
	}
	return nil
}
