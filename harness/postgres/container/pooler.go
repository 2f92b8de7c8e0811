package container

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.PoolerProvider = Provider{}

// poolerImage is what docker/pgbouncer/build makes.
const poolerImage = "pgfault/pgbouncer:latest"

// CheckPooler asks Docker for the image.
func (Provider) CheckPooler(ctx context.Context) provide.Availability {
	availability := provide.Availability{Provider: Name}
	docker, err := connect(ctx)
	if err == nil {
		err = errors.Join(obtainPooler(ctx, docker), docker.Close())
	}
	if err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	availability.OK, availability.Detail = true, "image "+poolerImage
	return availability
}

func obtainPooler(ctx context.Context, docker *testcontainers.DockerClient) error {
	if _, err := docker.ImageInspect(ctx, poolerImage); err != nil {
		return &provide.UnavailableError{Provider: Name, Reason: "no image " + poolerImage, Advice: "build it: docker/pgbouncer/build", Err: err}
	}
	return nil
}

// StartPooler runs pgbouncer in a container. It shares the machine's network, so that it finds a server at its loopback
// address, and is found there.
func (Provider) StartPooler(ctx context.Context, req provide.PoolerRequest) (provide.PoolerInstance, error) {
	in, err := open(ctx, req.Containers, kind{image: poolerImage, pooler: true}, func(ctx context.Context, docker *testcontainers.DockerClient) (string, error) {
		return poolerImage, obtainPooler(ctx, docker)
	})
	if err != nil {
		return nil, err
	}
	p := &pooler{container: in, containers: req.Containers}
	if err := p.start(ctx, req); err != nil {
		in.notReusable = true
		return nil, errors.Join(fmt.Errorf("start pgbouncer: %w", err), p.Stop(context.WithoutCancel(ctx)))
	}
	return p, nil
}

// pooler is a pgbouncer in a container.
type pooler struct {
	container  *pooledContainer
	containers *provide.ContainerPool
	addr       string
	ended      <-chan struct{}
	stopped    bool
}

func (p *pooler) Addr() string { return p.addr }

func (p *pooler) start(ctx context.Context, req provide.PoolerRequest) error {
	port, err := provide.FreePort(ctx)
	if err != nil {
		return err
	}
	p.addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	printed, err := p.container.shell.do(ctx, "pgbouncer --version")
	if err != nil {
		return fmt.Errorf("ask for its version: %w", err)
	}
	const users = "/tmp/pgfault/userlist.txt"
	const write = `mkdir "$home"; printf '%s' "$1" >"$home/pgbouncer.ini"; printf '%s' "$2" >"$home/userlist.txt"`
	if _, err := p.container.shell.do(ctx, write, req.Ini(provide.PoolerVersion(printed), port, users), req.Userlist()); err != nil {
		return err
	}
	return p.Up(ctx)
}

// Down kills it.
func (p *pooler) Down(ctx context.Context) error {
	if _, err := p.container.shell.do(ctx, `processes "$home" | while read -r pid rest; do kill -KILL "$pid"; done`); err != nil {
		return fmt.Errorf("kill pgbouncer: %w", err)
	}
	select {
	case <-p.ended:
		return nil
	case <-p.container.shell.gone:
		return fmt.Errorf("see pgbouncer end: %w", errEnded)
	case <-ctx.Done():
		return fmt.Errorf("see pgbouncer end: %w", context.Cause(ctx))
	}
}

// Up starts it again.
func (p *pooler) Up(ctx context.Context) (err error) {
	p.ended, err = p.container.shell.start(ctx, `cd "$home"; exec pgbouncer -q pgbouncer.ini`)
	if err != nil {
		return err
	}
	if err := provide.Listens(ctx, p.addr, p.ended); err != nil {
		return fmt.Errorf("await pgbouncer: %w: %s", err, &p.container.shell.lastLine)
	}
	return nil
}

// Stop ends it, and leaves its container to the next or removes it.
func (p *pooler) Stop(ctx context.Context) error {
	if p.stopped {
		return nil
	}
	p.stopped = true
	return p.container.giveBack(ctx, p.containers)
}
