package container

import (
	"context"

	"github.com/moby/moby/client"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// What the tests call.
var Candidates = candidates

// Known says which version of PostgreSQL an image's name tells of, and how it ranks among those of that version.
func Known(tag string) (version string, order int, ok bool) {
	i, ok := known(tag)
	return i.version, i.rank, ok
}

// ID is that of the container in which a server runs.
func ID(of provide.Instance) string { return of.(*instance).container.id }

// Kill kills a container.
func Kill(ctx context.Context, id string) error {
	docker, err := connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = docker.Close() }()
	_, err = docker.ContainerKill(ctx, id, client.ContainerKillOptions{Signal: "KILL"})
	return err
}
