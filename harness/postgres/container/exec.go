package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"
)

// errScript says that a script in a container failed.
var errScript = errors.New("script in the container failed")

// sh runs a shell script in the container, as the server's user, and gives what it printed.
func (s *instance) sh(ctx context.Context, script string, args ...string) (string, error) {
	exec, err := s.docker.ExecCreate(ctx, s.id, client.ExecCreateOptions{
		User: "postgres", AttachStdout: true, AttachStderr: true,
		Env: []string{"LC_ALL=C.UTF-8"},
		Cmd: append([]string{"/bin/sh", "-euc", script, "sh"}, args...),
	})
	if err != nil {
		return "", fmt.Errorf("make process in container: %w", err)
	}
	attached, err := s.docker.ExecAttach(ctx, exec.ID, client.ExecAttachOptions{})
	if err != nil {
		return "", fmt.Errorf("start process in container: %w", err)
	}
	defer attached.Close()
	stop := context.AfterFunc(ctx, attached.Close)
	defer stop()
	var out, complaint bytes.Buffer
	if _, err := stdcopy.StdCopy(&out, &complaint, attached.Reader); err != nil {
		return "", fmt.Errorf("read from container: %w", errors.Join(err, context.Cause(ctx)))
	}
	ended, err := s.docker.ExecInspect(ctx, exec.ID, client.ExecInspectOptions{})
	if err != nil {
		return "", fmt.Errorf("look at process in container: %w", err)
	}
	if ended.ExitCode != 0 {
		return "", fmt.Errorf("%w: %s", errScript, strings.Join(strings.Fields(complaint.String()), " "))
	}
	return out.String(), nil
}

// detach starts a shell script in the container and does not wait for its end.
func (s *instance) detach(ctx context.Context, script string, args ...string) error {
	exec, err := s.docker.ExecCreate(ctx, s.id, client.ExecCreateOptions{
		User: "postgres", Env: []string{"LC_ALL=C.UTF-8"},
		Cmd: append([]string{"/bin/sh", "-euc", script, "sh"}, args...),
	})
	if err != nil {
		return fmt.Errorf("make process in container: %w", err)
	}
	if _, err := s.docker.ExecStart(ctx, exec.ID, client.ExecStartOptions{Detach: true}); err != nil {
		return fmt.Errorf("start process in container: %w", err)
	}
	return nil
}
