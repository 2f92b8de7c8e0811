package container

import (
	"context"
	"errors"
	"fmt"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// instance is a server in a container, and its standby where it has one.
type instance struct {
	provide.LocalInstance

	container  *pooledContainer
	containers *provide.ContainerPool
}

var (
	_ provide.Instance   = (*instance)(nil)
	_ provide.Prepared   = (*instance)(nil)
	_ provide.Connected  = (*instance)(nil)
	_ provide.Controlled = (*instance)(nil)
	_ provide.Limited    = (*instance)(nil)
	_ provide.Hosted     = (*instance)(nil)
)

// Stop ends the server, and leaves its container to the next one or removes it.
func (s *instance) Stop(ctx context.Context) error {
	return s.End(ctx, func(ctx context.Context) error { return s.container.giveBack(ctx, s.containers) })
}

// Host is Docker.
func (s *instance) Host() string { return "Docker" }

// HostAnswers pings Docker.
func (s *instance) HostAnswers(ctx context.Context, within time.Duration) error {
	return s.container.dockerAnswers(ctx, within)
}

// removals follow each other: Docker 20.10 locks up, for good, where the networks of two containers end at once
// (moby/moby#46661).
var removals = make(turns, 1)

// turns are held by what is under way.
type turns chan struct{}

// turnLimit bounds the wait for what is under way, so that a Docker that hangs costs each the same and not each the sum.
const turnLimit = 2 * time.Second

// take waits until nothing else is under way, and returns what ends one's own turn.
func (t turns) take(ctx context.Context) (end func()) {
	limit := time.NewTimer(turnLimit)
	defer limit.Stop()
	select {
	case t <- struct{}{}:
		return func() { <-t }
	case <-limit.C:
	case <-ctx.Done():
	}
	return func() {}
}

// discard kills a container and removes it with its volumes, one at a time. One that is ending just then is waited for.
func discard(ctx context.Context, docker *testcontainers.DockerClient, id string) error {
	defer removals.take(ctx)()
	remove := func() error {
		_, err := docker.ContainerRemove(ctx, id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		return err
	}
	err := remove()
	if cerrdefs.IsConflict(err) {
		wait := docker.ContainerWait(ctx, id, client.ContainerWaitOptions{Condition: container.WaitConditionNotRunning})
		select {
		case <-wait.Result:
		case unknown := <-wait.Error:
			_ = unknown // What is not there need not be waited for; all else the removal says.
		}
		err = remove()
	}
	if err == nil || cerrdefs.IsNotFound(err) || cerrdefs.IsConflict(err) { // Somebody else is about to remove it.
		return nil
	}
	return fmt.Errorf("remove container: %w", err)
}

// errNotOurs refuses to remove a container that is no orphan.
var errNotOurs = errors.New("not an orphan of this machine's")
