package fault

import (
	"context"
	"fmt"
	"time"
)

// onContainer does something to the server's container, and undoes it when it is healed: then the server is waited for.
func onContainer(ctx context.Context, f Fault, env Env, where string, do, undo func(ContainerControl, context.Context) error) (Injection, error) {
	container, reason := env.Container()
	if container == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := do(container, ctx); err != nil {
		return nil, err
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: where}
	return &doneInjection{firings: []Firing{firing}, heal: once(func(ctx context.Context) error {
		if err := undo(container, ctx); err != nil {
			return err
		}
		if err := control.Ready(ctx); err != nil {
			return fmt.Errorf("await server: %w", err)
		}
		return nil
	})}, nil
}
