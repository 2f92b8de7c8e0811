package container

import (
	"context"
	"errors"
	"fmt"

	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.Boxed = (*instance)(nil)

// Pause freezes the container, by the cgroup freezer: no process in it can know.
func (s *instance) Pause(ctx context.Context) error {
	if _, err := s.docker.ContainerPause(ctx, s.id, client.ContainerPauseOptions{}); err != nil {
		return fmt.Errorf("pause container: %w", err)
	}
	return nil
}

// Unpause lets it go on.
func (s *instance) Unpause(ctx context.Context) error {
	if _, err := s.docker.ContainerUnpause(ctx, s.id, client.ContainerUnpauseOptions{}); err != nil {
		return fmt.Errorf("unpause container: %w", err)
	}
	return nil
}

// killScript stops all the servers' processes and keeps their data as they are at that moment, since the memory in which
// they are ends with the container.
const killScript = `
for p in /proc/[0-9]*; do
	case "$(readlink "$p/cwd" 2>/dev/null || :)" in /tmp/pgfault/*) kill -STOP "${p#/proc/}" ;; esac
done
cd /tmp/pgfault
tar -cf /var/tmp/pgfault-killed.tar --exclude=postmaster.pid *`

// Kill kills the container, with all that is in it at once.
func (s *instance) Kill(ctx context.Context) error {
	if _, err := s.sh(ctx, killScript); err != nil {
		return fmt.Errorf("keep data of container: %w", err)
	}
	ended, forget := watch(ctx, s.docker, s.id)
	defer forget()
	if _, err := s.docker.ContainerKill(ctx, s.id, client.ContainerKillOptions{Signal: "KILL"}); err != nil {
		return fmt.Errorf("kill container: %w", err)
	}
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("see container end: %w", context.Cause(ctx))
	}
}

// Revive starts a container that was killed.
func (s *instance) Revive(ctx context.Context) error {
	if _, err := s.docker.ContainerStart(ctx, s.id, client.ContainerStartOptions{}); err != nil {
		return fmt.Errorf("start container again: %w", err)
	}
	return s.begun(ctx)
}

// begun waits until the postmaster has begun: what was kept has no postmaster.pid.
func (s *instance) begun(ctx context.Context) error {
	for {
		if _, err := s.sh(ctx, `test -s /tmp/pgfault/data/postmaster.pid`); err == nil || !errors.Is(err, errScript) {
			return err
		}
		if ctx.Err() != nil {
			return fmt.Errorf("see server begin: %w", context.Cause(ctx))
		}
	}
}

// bridge is the network that a container is on where nothing else is said.
const bridge = "bridge"

// Disconnect takes the container off its network.
func (s *instance) Disconnect(ctx context.Context) error {
	_, err := s.docker.NetworkDisconnect(ctx, bridge, client.NetworkDisconnectOptions{Container: s.id})
	if err != nil {
		return fmt.Errorf("disconnect container: %w", err)
	}
	return nil
}

// Reconnect puts it there again.
func (s *instance) Reconnect(ctx context.Context) error {
	_, err := s.docker.NetworkConnect(ctx, bridge, client.NetworkConnectOptions{Container: s.id, EndpointConfig: &network.EndpointSettings{}})
	if err != nil {
		return fmt.Errorf("connect container: %w", err)
	}
	return nil
}
