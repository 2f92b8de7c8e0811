package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/jackc/pgx/v5"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// instance is a server in a container, and its standby where it has one.
type instance struct {
	docker   *testcontainers.DockerClient
	id       string
	password string // Of the ordinary user.
	private  bool
	primary  *node
	standby  *node
	small    string // The folder on a file system of limited size; "" where there is none.

	mu      sync.Mutex
	seen    *pgx.Conn // The connection over which the server was seen ready.
	stopped bool
}

var (
	_ provide.Instance   = (*instance)(nil)
	_ provide.Furnished  = (*instance)(nil)
	_ provide.Seen       = (*instance)(nil)
	_ provide.Controlled = (*instance)(nil)
	_ provide.Limited    = (*instance)(nil)
)

func (s *instance) Addr() string           { return s.primary.addr }
func (s *instance) Admin() *pgx.ConnConfig { return s.primary.Admin() }
func (s *instance) Shared() bool           { return false }
func (s *instance) Password() string       { return s.password }

// Machine is nil for a server that is shared: its postmaster is the container's first process, which can't be stopped
// from within.
func (s *instance) Machine() provide.Machine {
	if !s.private {
		return nil
	}
	return s.primary
}

// Standby is nil where there is none: an interface that holds no node.
func (s *instance) Standby() provide.Machine {
	if s.standby == nil {
		return nil
	}
	return s.standby
}

// Small is the folder on a file system of limited size.
func (s *instance) Small() string { return s.small }

// Take gives the first connection away.
func (s *instance) Take() *pgx.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn := s.seen
	s.seen = nil
	return conn
}

// Stop kills the container and removes it with its volumes.
func (s *instance) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	if s.seen != nil {
		_ = s.seen.Close(ctx) // Nobody has asked it anything.
	}
	if s.id != "" {
		_, err := s.docker.ContainerRemove(ctx, s.id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		if err != nil && !gone(err) {
			return fmt.Errorf("remove container: %w", err)
		}
	}
	s.stopped = true
	return s.docker.Close()
}

// gone reports that a container is not there any more, or that somebody is about to remove it.
func gone(err error) bool { return cerrdefs.IsNotFound(err) || cerrdefs.IsConflict(err) }

// watch gives a channel that is closed when the container ends, and a function that ends the watching.
func watch(ctx context.Context, docker *testcontainers.DockerClient, id string) (exited <-chan struct{}, forget func()) {
	ctx, cancel := context.WithCancel(ctx)
	wait := docker.ContainerWait(ctx, id, client.ContainerWaitOptions{Condition: container.WaitConditionNotRunning})
	ended, finished := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(finished)
		select {
		case <-wait.Result:
			close(ended)
		case err := <-wait.Error:
			_ = err // Without news of its end, the container is waited for until the deadline.
		}
	}()
	return ended, func() {
		cancel()
		<-finished
	}
}

// lastWords is the last line that a container wrote, for an error.
func lastWords(ctx context.Context, docker *testcontainers.DockerClient, id string) string {
	logs, err := docker.ContainerLogs(ctx, id, client.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Tail: "5"})
	if err != nil {
		return "no log of the container"
	}
	defer func() { _ = logs.Close() }()
	var text bytes.Buffer
	if _, err := stdcopy.StdCopy(&text, &text, logs); err != nil && text.Len() == 0 {
		return "no log of the container"
	}
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	return lines[len(lines)-1]
}

// errNotOurs refuses to remove a container that is no orphan.
var errNotOurs = errors.New("not an orphan of this machine's")
