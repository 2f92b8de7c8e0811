package fault

import (
	"context"
	"time"
)

// ContainerPause freezes the server's whole container. Connections to it are taken by its system and by Docker, and get no
// answer. Healed, it goes on.
type ContainerPause struct{}

// Name implements Fault.
func (ContainerPause) Name() string { return "container_pause" }

// Available implements Fault.
func (ContainerPause) Available(env Env) (bool, string) { return boxed(env) }

// Inject implements Fault. It has fired where Docker says that it did.
func (f ContainerPause) Inject(ctx context.Context, env Env) (Injection, error) {
	box, reason := env.Box()
	if box == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	if err := box.Pause(ctx); err != nil {
		return nil, err
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: "the container is paused"}
	return &done{firings: []Firing{firing}, heal: once(box.Unpause)}, nil
}
