package container

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.PoolerProvider = Provider{}

// poolerImage is what docker/pgbouncer/build makes.
const poolerImage = "pgfault/pgbouncer:latest"

// poolerScript writes the configuration and runs pgbouncer. Its folder is in memory.
const poolerScript = `umask 077
printf '%s' "$PGFAULT_INI" >/tmp/pgbouncer.ini
printf '%s' "$PGFAULT_USERLIST" >/tmp/userlist.txt
unset PGFAULT_INI PGFAULT_USERLIST
exec pgbouncer -q /tmp/pgbouncer.ini`

// StartPooler runs pgbouncer in a container. It shares the machine's network, so that it finds a server at its loopback
// address, and is found there.
func (Provider) StartPooler(ctx context.Context, req provide.PoolerRequest) (_ provide.PoolerInstance, err error) {
	docker, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	p := &pooler{docker: docker}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Stop(context.WithoutCancel(ctx)))
		}
	}()
	if _, err := docker.ImageInspect(ctx, poolerImage); err != nil {
		return nil, &provide.UnavailableError{
			Provider: Name, Reason: "no image " + poolerImage, Advice: "build it: docker/pgbouncer/build", Err: err,
		}
	}
	port, err := provide.FreePort(ctx)
	if err != nil {
		return nil, err
	}
	p.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	running, err := testcontainers.Run(ctx, poolerImage,
		testcontainers.WithEntrypoint("/bin/sh", "-euc", poolerScript),
		testcontainers.WithEnv(map[string]string{"PGFAULT_INI": req.Ini(port, "/tmp/userlist.txt"), "PGFAULT_USERLIST": req.Userlist()}),
		testcontainers.WithLabels(labels()),
		testcontainers.WithConfigModifier(func(config *container.Config) { config.User = "postgres" }),
		testcontainers.WithHostConfigModifier(func(host *container.HostConfig) { host.NetworkMode = "host" }),
	)
	if running != nil {
		p.id = running.GetContainerID()
	}
	if err != nil {
		return nil, fmt.Errorf("start pgbouncer: %w", err)
	}
	return p, p.listens(ctx)
}

// pooler is a pgbouncer in a container.
type pooler struct {
	docker *testcontainers.DockerClient
	id     string
	addr   string
}

func (p *pooler) Addr() string { return p.addr }

func (p *pooler) listens(ctx context.Context) error {
	exited, forget := watch(ctx, p.docker, p.id)
	defer forget()
	if err := provide.Listens(ctx, p.addr, exited); err != nil {
		return fmt.Errorf("await pgbouncer: %w: %s", err, lastWords(context.WithoutCancel(ctx), p.docker, p.id))
	}
	return nil
}

// Down kills the container.
func (p *pooler) Down(ctx context.Context) error {
	ended, forget := watch(ctx, p.docker, p.id)
	defer forget()
	if _, err := p.docker.ContainerKill(ctx, p.id, client.ContainerKillOptions{Signal: "KILL"}); err != nil {
		return fmt.Errorf("kill pgbouncer: %w", err)
	}
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("see pgbouncer end: %w", context.Cause(ctx))
	}
}

// Up starts it again.
func (p *pooler) Up(ctx context.Context) error {
	if _, err := p.docker.ContainerStart(ctx, p.id, client.ContainerStartOptions{}); err != nil {
		return fmt.Errorf("start pgbouncer: %w", err)
	}
	return p.listens(ctx)
}

// Stop removes the container.
func (p *pooler) Stop(ctx context.Context) error {
	if p.id != "" {
		_, err := p.docker.ContainerRemove(ctx, p.id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
		if err != nil && !gone(err) {
			return fmt.Errorf("remove pgbouncer: %w", err)
		}
		p.id = ""
	}
	return p.docker.Close()
}
