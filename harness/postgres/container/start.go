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
	s := &instance{docker: docker, password: provide.NewPassword(), private: req.Private}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
		}
	}()
	name, err := obtain(ctx, docker, req.Version)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("no connection within %v", startTimeout))
	defer cancel()
	if err := s.start(ctx, name, req); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	req.Logger.Debug("server started", "provider", Name, "image", name, "addr", s.Addr(), "container", s.id)
	return s, nil
}

func (s *instance) start(ctx context.Context, name string, req provide.Request) error {
	password := provide.NewPassword()
	running, err := s.run(ctx, name, password, req)
	if running != nil {
		s.id = running.GetContainerID()
	}
	if err != nil {
		return err
	}
	mapped, err := running.MappedPort(ctx, strconv.Itoa(port)+"/tcp")
	if err != nil {
		return fmt.Errorf("ask for port: %w", err)
	}
	s.primary = &node{in: s, data: "/tmp/pgfault/data"}
	// Not the host that testcontainers finds: where a file /.dockerenv exists, that is the address of a gateway.
	s.primary.addr = net.JoinHostPort("127.0.0.1", mapped.Port())
	s.primary.admin, err = pgx.ParseConfig(fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", password, s.primary.addr))
	if err != nil {
		return fmt.Errorf("describe superuser's connection: %w", err)
	}
	exited, forget := watch(ctx, s.docker, s.id)
	defer forget()
	if s.seen, err = provide.Await(ctx, s.primary.admin, exited); err != nil {
		return fmt.Errorf("%w: %s", err, lastWords(context.WithoutCancel(ctx), s.docker, s.id))
	}
	return nil
}

// run creates and starts the container. As testcontainers does, it may return a container together with an error, for
// the caller to remove.
func (s *instance) run(ctx context.Context, name, password string, req provide.Request) (*testcontainers.DockerContainer, error) {
	verifier, adminErr := provide.Verifier(password)
	userVerifier, userErr := provide.Verifier(s.password)
	if err := errors.Join(adminErr, userErr); err != nil {
		return nil, err
	}
	environment := map[string]string{
		"PGFAULT_CONF":          provide.Settings(port, "*", req),
		"PGFAULT_HBA":           provide.HBA,
		"PGFAULT_VERIFIER":      verifier,
		"PGFAULT_USER_VERIFIER": userVerifier,
	}
	if req.Private {
		environment["PGFAULT_PRIVATE"] = "1"
	}
	exposed := network.MustParsePort(strconv.Itoa(port) + "/tcp")
	published := "0"
	if req.Private {
		// Docker gives another port when it picks one for a container that is started again, or put on its network again.
		own, err := provide.FreePort(ctx)
		if err != nil {
			return nil, err
		}
		published = strconv.Itoa(own)
	}
	return testcontainers.Run(ctx, name,
		testcontainers.WithEntrypoint("/bin/sh", "-c", prepareScript+startScript),
		testcontainers.WithEnv(environment),
		testcontainers.WithLabels(labels()),
		testcontainers.WithTmpfs(map[string]string{"/tmp": "rw,mode=1777"}),
		testcontainers.WithExposedPorts(exposed.String()),
		testcontainers.WithConfigModifier(func(config *container.Config) { config.User = "postgres" }),
		testcontainers.WithHostConfigModifier(func(host *container.HostConfig) {
			host.PortBindings = network.PortMap{exposed: {{HostIP: netip.MustParseAddr("127.0.0.1"), HostPort: published}}}
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
