package fault

import (
	"context"
	"fmt"
	"time"
)

// ContainerKill kills the server's container, with all that is in it at once, as when a host loses its power. Healed, it
// is started again, and the server recovers from the data of that moment.
type ContainerKill struct{}

// Name implements Fault.
func (ContainerKill) Name() string { return "container_kill" }

// Available implements Fault.
func (ContainerKill) Available(env Env) (bool, string) { return boxed(env) }

// Inject implements Fault. It returns when the container has ended. For a moment before, the server is frozen, since its
// data are in memory and have to be kept.
func (f ContainerKill) Inject(ctx context.Context, env Env) (Injection, error) {
	box, reason := env.Box()
	if box == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := box.Kill(ctx); err != nil {
		return nil, err
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: "the container has ended"}
	return &done{firings: []Firing{firing}, heal: once(func(ctx context.Context) error {
		if err := box.Revive(ctx); err != nil {
			return err
		}
		if err := control.Ready(ctx); err != nil {
			return fmt.Errorf("await server: %w", err)
		}
		return nil
	})}, nil
}
