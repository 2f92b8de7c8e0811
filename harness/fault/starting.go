package fault

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"

	"github.com/jackc/pgx/v5/pgconn"
)

// Starting restarts the server in a state in which it does not take connections yet: whoever connects is refused with a
// FATAL 57P03 (cannot_connect_now), as while a server starts or recovers. Healed, the start goes on.
type Starting struct{}

// Name implements Fault.
func (Starting) Name() string { return "starting" }

// Available implements Fault.
func (Starting) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. The server is held in recovery, with hot_standby off. It has fired where it says 57P03.
func (f Starting) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	heal := once(func(ctx context.Context) error {
		if err := control.Halt(ctx); err != nil {
			return err
		}
		if err := control.SetFile(ctx, standbySignal, false); err != nil {
			return err
		}
		return revive(ctx, control)
	})
	if _, err := shutDown(ctx, f, control, Fast); err != nil {
		return nil, err
	}
	if err := errors.Join(control.SetFile(ctx, standbySignal, true), control.Start(ctx, "hot_standby=off")); err != nil {
		return nil, undoAfterError(ctx, fmt.Errorf("start server in recovery: %w", err), heal)
	}
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		_, err := control.Admin(ctx, "SELECT 1")
		var answer *pgconn.PgError
		return errors.As(err, &answer) && answer.Code == "57P03", nil
	})
	if err != nil {
		return nil, undoAfterError(ctx, fmt.Errorf("see server refuse connections with 57P03: %w", err), heal)
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: "the server refuses connections with 57P03"}
	return &doneInjection{firings: []Firing{firing}, heal: heal}, nil
}

// standbySignal is the file that makes a server a standby at its start.
const standbySignal = "standby.signal"
