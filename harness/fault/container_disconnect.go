package fault

import "context"

// ContainerDisconnect takes the server's container off its network. Docker, which publishes its port, ends the connections
// of before, and new ones are refused, while the server knows of nothing. Healed, it is on the network again.
type ContainerDisconnect struct{}

// Name implements Fault.
func (ContainerDisconnect) Name() string { return "container_disconnect" }

// Available implements Fault.
func (ContainerDisconnect) Available(env Env) (bool, string) { return inContainer(env) }

// Inject implements Fault. It has fired where Docker says that it did.
func (f ContainerDisconnect) Inject(ctx context.Context, env Env) (Injection, error) {
	return onContainer(ctx, f, env, "the container is on no network", ContainerControl.Disconnect, ContainerControl.Reconnect)
}
