package container

import (
	"context"
	"errors"
	"fmt"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"

	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.ContainerControl = (*instance)(nil)

// pauseTimeout bounds the freezing of a container, which takes some milliseconds where it succeeds at once.
const pauseTimeout = 5 * time.Second

// Pause freezes the container, by the cgroup freezer: no process in it can know. With cgroups of version 1 the freezer
// fails where a process of the container can't be stopped just then, and is left as it was (opencontainers/runc#2791); to
// ask again is left to the one who asks (opencontainers/runc#4388).
func (s *instance) Pause(ctx context.Context) error {
	s.container.notReusable = true
	ctx, cancel := context.WithTimeoutCause(ctx, pauseTimeout, fmt.Errorf("not paused within %v", pauseTimeout))
	defer cancel()
	var refused error
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		_, refused = s.container.docker.ContainerPause(ctx, s.container.id, client.ContainerPauseOptions{})
		if cerrdefs.IsNotFound(refused) || cerrdefs.IsConflict(refused) {
			return false, refused
		}
		return refused == nil, nil
	})
	if err != nil {
		return fmt.Errorf("pause container: %w", errors.Join(err, refused))
	}
	return nil
}

// Unpause lets it go on.
func (s *instance) Unpause(ctx context.Context) error {
	if _, err := s.container.docker.ContainerUnpause(ctx, s.container.id, client.ContainerUnpauseOptions{}); err != nil {
		return fmt.Errorf("unpause container: %w", err)
	}
	return nil
}

// killScript stops all the servers' processes and keeps their data as they are at that moment, since the memory in which
// they are ends with the container.
const killScript = `
processes "$home"/* | while read -r pid rest; do kill -STOP "$pid"; done
cd /tmp
tar -cf /var/tmp/pgfault-killed.tar pgfault $(ls -d pgfault-template0 2>/dev/null)`

// reviveScript puts them back, but for the lock file, whose process is no more. Not every tar could leave it out before.
const reviveScript = `
tar -xf /var/tmp/pgfault-killed.tar -C /tmp
rm -f "$home"/*/postmaster.pid
rm /var/tmp/pgfault-killed.tar`

// Kill kills the container, with all that is in it at once.
func (s *instance) Kill(ctx context.Context) error {
	s.container.notReusable = true
	if _, err := s.container.shell.do(ctx, killScript); err != nil {
		return fmt.Errorf("keep data of container: %w", err)
	}
	watching, forget := context.WithCancel(ctx)
	defer forget()
	wait := s.container.docker.ContainerWait(watching, s.container.id, client.ContainerWaitOptions{Condition: container.WaitConditionNotRunning})
	if _, err := s.container.docker.ContainerKill(ctx, s.container.id, client.ContainerKillOptions{Signal: "KILL"}); err != nil {
		return fmt.Errorf("kill container: %w", err)
	}
	select {
	case <-wait.Result:
		s.container.shell.close()
		return nil
	case err := <-wait.Error:
		return fmt.Errorf("see container end: %w", err)
	}
}

// Revive starts a container that was killed, and the servers in it.
func (s *instance) Revive(ctx context.Context) error {
	if _, err := s.container.docker.ContainerStart(ctx, s.container.id, client.ContainerStartOptions{}); err != nil {
		return fmt.Errorf("start container again: %w", err)
	}
	if err := s.container.attach(ctx); err != nil {
		return err
	}
	if _, err := s.container.shell.do(ctx, reviveScript); err != nil {
		return fmt.Errorf("give container its data back: %w", err)
	}
	for _, n := range []provide.Machine{s.Primary, s.StandbyServer} {
		if n == nil {
			continue
		}
		if err := n.Boot(ctx); err != nil {
			return err
		}
	}
	return nil
}

// bridge is the network that a container is on where nothing else is said.
const bridge = "bridge"

// Disconnect takes the container off its network.
func (s *instance) Disconnect(ctx context.Context) error {
	s.container.notReusable = true
	_, err := s.container.docker.NetworkDisconnect(ctx, bridge, client.NetworkDisconnectOptions{Container: s.container.id})
	if err != nil {
		return fmt.Errorf("disconnect container: %w", err)
	}
	return nil
}

// Reconnect puts it there again.
func (s *instance) Reconnect(ctx context.Context) error {
	_, err := s.container.docker.NetworkConnect(ctx, bridge, client.NetworkConnectOptions{Container: s.container.id, EndpointConfig: &network.EndpointSettings{}})
	if err != nil {
		return fmt.Errorf("connect container: %w", err)
	}
	return nil
}
