package fault

import (
	"context"
	"fmt"
	"time"
)

// onBox does something to the server's container, and undoes it when it is healed: then the server is waited for.
func onBox(ctx context.Context, f Fault, env Env, where string, do, undo func(Box, context.Context) error) (Injection, error) {
	box, reason := env.Box()
	if box == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := do(box, ctx); err != nil {
		return nil, err
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: where}
	return &done{firings: []Firing{firing}, heal: once(func(ctx context.Context) error {
		if err := undo(box, ctx); err != nil {
			return err
		}
		if err := control.Ready(ctx); err != nil {
			return fmt.Errorf("await server: %w", err)
		}
		return nil
	})}, nil
}
