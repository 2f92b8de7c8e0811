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

// port is where the server listens inside its container, and standbyPort its standby.
const (
	port        = 5432
	standbyPort = 5433
)

// smallMount is where a file system of limited size is in the container, and smallFolder an empty folder on it.
const (
	smallMount  = "/pgfault-small"
	smallFolder = smallMount + "/tablespace"
)

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
	if s.primary, err = s.node(ctx, running, "data", port, password); err != nil {
		return err
	}
	exited, forget := watch(ctx, s.docker, s.id)
	defer forget()
	if s.seen, err = provide.Await(ctx, provide.First(s.primary.admin, req), exited); err != nil {
		return fmt.Errorf("%w: %s", err, lastWords(context.WithoutCancel(ctx), s.docker, s.id))
	}
	if !req.Standby {
		return nil
	}
	if s.standby, err = s.node(ctx, running, "standby", standbyPort, password); err != nil {
		return err
	}
	conn, err := provide.Await(ctx, s.standby.admin, exited)
	if err != nil {
		return fmt.Errorf("await standby: %w", err)
	}
	_ = conn.Close(ctx) // It was asked nothing.
	return provide.AwaitStreaming(ctx, s.seen, 5*time.Millisecond)
}

// node is the server in the container that listens on a port there.
func (s *instance) node(ctx context.Context, running *testcontainers.DockerContainer, name string, inside int, password string) (*node, error) {
	mapped, err := running.MappedPort(ctx, strconv.Itoa(inside)+"/tcp")
	if err != nil {
		return nil, fmt.Errorf("ask for port: %w", err)
	}
	// Not the host that testcontainers finds: where a file /.dockerenv exists, that is the address of a gateway.
	n := &node{in: s, data: "/tmp/pgfault/" + name, addr: net.JoinHostPort("127.0.0.1", mapped.Port())}
	n.admin, err = pgx.ParseConfig(fmt.Sprintf("postgres://postgres:%s@%s/postgres?sslmode=disable", password, n.addr))
	if err != nil {
		return nil, fmt.Errorf("describe superuser's connection: %w", err)
	}
	return n, nil
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
		"PGFAULT_HBA":           provide.HBA(req),
		"PGFAULT_VERIFIER":      verifier,
		"PGFAULT_USER_VERIFIER": userVerifier,
	}
	memory := map[string]string{"/tmp": "rw,mode=1777"}
	ports := []int{port}
	if req.Private {
		environment["PGFAULT_PRIVATE"] = "1"
	}
	if req.TLS != nil {
		environment["PGFAULT_CERTIFICATE"], environment["PGFAULT_KEY"] = req.TLS.Certificate, req.TLS.Key
	}
	if req.Standby {
		environment["PGFAULT_STANDBY"] = provide.StandbySettings("127.0.0.1", port, password) + fmt.Sprintf("port = %d\n", standbyPort)
		ports = append(ports, standbyPort)
	}
	if req.Disk > 0 {
		memory[smallMount] = fmt.Sprintf("rw,mode=1777,size=%dm", req.Disk)
		environment["PGFAULT_SMALL"], s.small = smallFolder, smallFolder
	}
	exposed, bindings, err := publish(ctx, ports, req.Private)
	if err != nil {
		return nil, err
	}
	return testcontainers.Run(ctx, name,
		testcontainers.WithEntrypoint("/bin/sh", "-c", prepareScript+startScript),
		testcontainers.WithEnv(environment),
		testcontainers.WithLabels(labels()),
		testcontainers.WithTmpfs(memory),
		testcontainers.WithExposedPorts(exposed...),
		testcontainers.WithConfigModifier(func(config *container.Config) { config.User = "postgres" }),
		testcontainers.WithHostConfigModifier(func(host *container.HostConfig) {
			host.PortBindings = bindings
		}),
	)
}

// publish says which ports of the container are published, on the loopback interface. Docker picks them; but for a private
// server we do, since Docker would give others to a container that is started again or put on its network again.
func publish(ctx context.Context, ports []int, private bool) (exposed []string, bindings network.PortMap, err error) {
	bindings = network.PortMap{}
	for _, inside := range ports {
		outside := 0
		if private {
			if outside, err = provide.FreePort(ctx); err != nil {
				return nil, nil, err
			}
		}
		p := network.MustParsePort(strconv.Itoa(inside) + "/tcp")
		exposed = append(exposed, p.String())
		bindings[p] = []network.PortBinding{{HostIP: netip.MustParseAddr("127.0.0.1"), HostPort: strconv.Itoa(outside)}}
	}
	return exposed, bindings, nil
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
