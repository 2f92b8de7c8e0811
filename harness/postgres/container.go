package postgres

import (
	"context"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// ContainerControl is the container that a server of one's own runs in, acted on as a whole.
type ContainerControl interface {
	// Pause freezes all that is in the container, and Unpause lets it go on.
	Pause(ctx context.Context) error
	Unpause(ctx context.Context) error
	// Kill ends all that is in the container at once, and Revive starts it again with the data of that moment.
	Kill(ctx context.Context) error
	Revive(ctx context.Context) error
	// Disconnect takes the container off its network, and Reconnect puts it there again.
	Disconnect(ctx context.Context) error
	Reconnect(ctx context.Context) error
}

var _ ContainerControl = provide.ContainerControl(nil)

// Container gives the server's container; nil, with the reason, where there is none, or it is not its user's to harm.
func (s *Server) Container() (ContainerControl, string) {
	if _, reason := s.Control(); reason != "" {
		return nil, reason
	}
	container, ok := s.instance.(provide.ContainerControl)
	if !ok {
		return nil, "the server does not run in a container"
	}
	return container, ""
}
