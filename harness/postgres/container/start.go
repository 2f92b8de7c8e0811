package container

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

//go:embed prepare.sh
var prepareScript string

//go:embed start.sh
var startScript string

// port is where the server listens inside its container.
const port = 5432

// startTimeout is how long a container may take to accept the first connection; without a prepared data folder in its
// image it takes more than a second.
const startTimeout = time.Minute

// The labels by which a later run knows what a killed one left.
const (
	labelOurs  = "pgfault"
	labelOwner = "pgfault.owner"
)

// Start runs a container and waits until its server answers.
func (Provider) Start(ctx context.Context, req provide.Request) (_ provide.Instance, err error) {
	docker, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = docker.Close() }()
	name, err := obtain(ctx, docker, req.Version)
	if err != nil {
		return nil, err
	}
	password := provide.NewPassword()
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("no connection within %v", startTimeout))
	defer cancel()
	running, err := run(ctx, name, password)
	s := &instance{container: running}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("start %s: %w", name, err), s.Stop(context.WithoutCancel(ctx)))
		}
	}()
	if err != nil {
		return nil, err
	}
	mapped, err := running.MappedPort(ctx, strconv.Itoa(port)+"/tcp")
	if err != nil {
		return nil, fmt.Errorf("ask for port: %w", err)
	}
	// Not the host that testcontainers finds: where a file /.dockerenv exists, that is the address of a gateway.
	s.addr = net.JoinHostPort("127.0.0.1", mapped.Port())
	if s.admin, err = pgx.ParseConfig(fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", password, s.addr)); err != nil {
		return nil, fmt.Errorf("describe superuser's connection: %w", err)
	}
	exited, forget := watch(ctx, docker, running.GetContainerID())
	defer forget()
	if err := provide.Await(ctx, s.admin, exited); err != nil {
		return nil, fmt.Errorf("%w: %s", err, lastWords(context.WithoutCancel(ctx), docker, running.GetContainerID()))
	}
	req.Logger.Debug("server started", "provider", Name, "image", name, "addr", s.addr, "container", running.GetContainerID())
	return s, nil
}

// run creates and starts the container. As testcontainers does, it may return a container together with an error, for
// the caller to remove.
func run(ctx context.Context, name, password string) (*testcontainers.DockerContainer, error) {
	verifier, err := provide.Verifier(password)
	if err != nil {
		return nil, err
	}
	exposed := network.MustParsePort(strconv.Itoa(port) + "/tcp")
	return testcontainers.Run(ctx, name,
		testcontainers.WithEntrypoint("/bin/sh", "-c", prepareScript+startScript),
		testcontainers.WithEnv(map[string]string{
			"PGFAULT_CONF":     provide.Settings(port, "*"),
			"PGFAULT_HBA":      provide.HBA,
			"PGFAULT_VERIFIER": verifier,
		}),
		testcontainers.WithLabels(labels()),
		testcontainers.WithTmpfs(map[string]string{"/pgfault": "rw,mode=1777"}),
		testcontainers.WithExposedPorts(exposed.String()),
		testcontainers.WithConfigModifier(func(config *container.Config) { config.User = "postgres" }),
		testcontainers.WithHostConfigModifier(func(host *container.HostConfig) {
			host.PortBindings = network.PortMap{exposed: {{HostIP: netip.MustParseAddr("127.0.0.1"), HostPort: "0"}}}
		}),
	)
}

// labels say whose a container is: for us in one word, and for people.
func labels() map[string]string {
	owner := provide.Self()
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return map[string]string{
		labelOurs:         "1",
		labelOwner:        owner.String(),
		"pgfault.pid":     strconv.Itoa(owner.PID),
		"pgfault.started": strconv.FormatUint(owner.Start, 10),
		"pgfault.host":    host,
	}
}
