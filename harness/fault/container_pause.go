package fault

import "context"

// ContainerPause freezes the server's whole container. Connections to it are taken by its system and by Docker, and get no
// answer. Healed, it goes on.
type ContainerPause struct{}

// Name implements Fault.
func (ContainerPause) Name() string { return "container_pause" }

// Available implements Fault.
func (ContainerPause) Available(env Env) (bool, string) { return inContainer(env) }

// Inject implements Fault. It has fired where Docker says that it did.
func (f ContainerPause) Inject(ctx context.Context, env Env) (Injection, error) {
	return onContainer(ctx, f, env, "the container is paused", ContainerControl.Pause, ContainerControl.Unpause)
}
