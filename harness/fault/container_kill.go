package fault

import "context"

// ContainerKill kills the server's container, with all that is in it at once, as when a host loses its power. Healed, it
// is started again, and the server recovers from the data of that moment.
type ContainerKill struct{}

// Name implements Fault.
func (ContainerKill) Name() string { return "container_kill" }

// Available implements Fault.
func (ContainerKill) Available(env Env) (bool, string) { return inContainer(env) }

// Inject implements Fault. It returns when the container has ended. For a moment before, the server is frozen, since its
// data are in memory and have to be kept.
func (f ContainerKill) Inject(ctx context.Context, env Env) (Injection, error) {
	return onContainer(ctx, f, env, "the container has ended", ContainerControl.Kill, ContainerControl.Revive)
}
