package container

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strconv"

	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

var _ provide.PoolerProvider = Provider{}

// builtPooler is what docker/pgbouncer/build makes, and pulledPooler what docker/pull fetches: there is no official image.
const (
	builtPooler  = "pgfault/pgbouncer:latest"
	pulledPooler = "edoburu/pgbouncer:latest"
)

// CheckPooler asks Docker for the image.
func (Provider) CheckPooler(ctx context.Context) provide.Availability {
	availability := provide.Availability{Provider: Name}
	docker, err := connect(ctx)
	if err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	name, err := obtainPooler(ctx, docker)
	if err = errors.Join(err, docker.Close()); err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	availability.OK, availability.Detail = true, "image "+name
	return availability
}

// obtainPooler gives the image that is there. None is pulled: that is for those who set a machine up.
func obtainPooler(ctx context.Context, docker *testcontainers.DockerClient) (string, error) {
	if runtime.GOOS != "linux" {
		return "", &provide.UnavailableError{
			Provider: Name, Reason: "a container shares the network of a virtual machine here, not this system's",
			Advice: "install pgbouncer (brew install pgbouncer)",
		}
	}
	names := append([]string{builtPooler}, candidates(pulledPooler)...)
	if registry() != "" {
		names = append(names[1:], builtPooler) // Who names a registry means its images.
	}
	name, err := firstPresent(ctx, docker, names)
	if err != nil {
		return "", err
	}
	if name == "" {
		return "", &provide.UnavailableError{
			Provider: Name, Reason: "no image of pgbouncer",
			Advice: "build one (docker/pgbouncer/build), or pull one (docker/pull " + pulledPooler + ")",
		}
	}
	return name, nil
}

// StartPooler runs pgbouncer in a container. It shares the machine's network, so that it finds a server at its loopback
// address, and is found there.
func (Provider) StartPooler(ctx context.Context, req provide.PoolerRequest) (provide.PoolerInstance, error) {
	in, err := open(ctx, req.Containers, req.Daemon, kind{image: builtPooler, pooler: true}, obtainPooler)
	if err != nil {
		return nil, err
	}
	p := &pooler{container: in, containers: req.Containers}
	ctx, end := in.watched(ctx)
	defer end()
	if err := p.start(ctx, req); err != nil {
		in.notReusable = true
		return nil, errors.Join(stopped(ctx, fmt.Errorf("start pgbouncer: %w", err)), p.Stop(context.WithoutCancel(ctx)))
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
	const write = `mkdir "$home"; printf '%s' "$1" >"$home/pgbouncer.ini"; printf '%s' "$2" >"$home/userlist.txt"
		if [ -n "$3" ]; then umask 077; printf '%s' "$3" >"$home/` + provide.PoolerCertificate + `"; printf '%s' "$4" >"$home/` + provide.PoolerKey + `"; fi`
	certificate := provide.TLS{}
	if req.TLS != nil {
		certificate = *req.TLS
	}
	if _, err := p.container.shell.do(ctx, write, req.Ini(provide.PoolerVersion(printed), port, users), req.Userlist(), certificate.Certificate, certificate.Key); err != nil {
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
		return fmt.Errorf("await pgbouncer: %w: %s", err, p.container.shell.log.LastLine())
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
