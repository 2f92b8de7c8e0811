package fault

import (
	"context"
	"time"
)

// ContainerDisconnect takes the server's container off its network. Docker, which publishes its port, ends the connections
// of before, and new ones are refused, while the server knows of nothing. Healed, it is on the network again.
type ContainerDisconnect struct{}

// Name implements Fault.
func (ContainerDisconnect) Name() string { return "container_disconnect" }

// Available implements Fault.
func (ContainerDisconnect) Available(env Env) (bool, string) { return boxed(env) }

// Inject implements Fault. It has fired where Docker says that it did.
func (f ContainerDisconnect) Inject(ctx context.Context, env Env) (Injection, error) {
	box, reason := env.Box()
	if box == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := box.Disconnect(ctx); err != nil {
		return nil, err
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: "the container is on no network"}
	return &done{firings: []Firing{firing}, heal: once(func(ctx context.Context) error {
		if err := box.Reconnect(ctx); err != nil {
			return err
		}
		return control.Ready(ctx)
	})}, nil
}
