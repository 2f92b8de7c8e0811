package container

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

//go:embed prepare.sh
var prepareScript string

//go:embed data_folder.sh
var dataFolderScript string

// pooledContainer is a container that does nothing but what its shell is told. It serves one server or pooler after the
// other, since to make one takes Docker longer than a server takes to start.
type pooledContainer struct {
	kind   kind
	docker *testcontainers.DockerClient
	daemon *provide.Daemon
	id     string
	shell  *shell
	addrs  map[int]string // Where its ports are published.

	passwords   provide.Passwords // Of the data folder that was prepared in it; none until then.
	notReusable bool              // It was acted on as a whole: nobody else shall have it.
}

// kind is what one container can be used for as well as another.
type kind struct {
	image   string // As it was asked for: a version, or the name of an image.
	private bool
	standby bool // A second port is published.
	disk    int  // The megabytes of its small file system; 0: it has none.
	pooler  bool // It shares the machine's network.
}

// open gives a container: from the pool, or a new one.
func open(ctx context.Context, pool *provide.ContainerPool, daemon *provide.Daemon, of kind, image func(context.Context, *testcontainers.DockerClient) (string, error)) (*pooledContainer, error) {
	for {
		pooled, ok := pool.Take(of).(*pooledContainer)
		if !ok {
			break
		}
		if pooled.works(ctx) {
			return pooled, nil
		}
		if err := pooled.Remove(ctx); err != nil {
			return nil, fmt.Errorf("remove a container that ended while nobody used it: %w", err)
		}
	}
	docker, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	c := &pooledContainer{kind: of, docker: docker, daemon: daemon, addrs: make(map[int]string)}
	ctx, end := c.watched(ctx)
	defer end()
	name, err := image(ctx, docker)
	if err != nil {
		return nil, errors.Join(stopped(ctx, err), docker.Close())
	}
	if err := c.make(ctx, name); err != nil {
		return nil, errors.Join(stopped(ctx, fmt.Errorf("start %s: %w", name, err)), c.Remove(context.WithoutCancel(ctx)))
	}
	return c, nil
}

// works tells whether the container does what it is told. One that was killed while nobody used it, or for want of memory,
// does not, and neither does one that somebody has paused.
func (c *pooledContainer) works(ctx context.Context) bool {
	ctx, cancel := context.WithTimeoutCause(ctx, answerTimeout, fmt.Errorf("no answer within %v", answerTimeout))
	defer cancel()
	_, err := c.shell.do(ctx, ":")
	return err == nil
}

// make creates and starts the container.
func (c *pooledContainer) make(ctx context.Context, image string) error {
	exposed, bindings, err := c.publish(ctx)
	if err != nil {
		return err
	}
	user, err := c.userOf(ctx, image)
	if err != nil {
		return err
	}
	memory := map[string]string{"/tmp": "rw,mode=1777"}
	if c.kind.disk > 0 {
		memory[smallMount] = fmt.Sprintf("rw,mode=1777,size=%dm", c.kind.disk)
	}
	running, err := start(ctx, image,
		testcontainers.WithEntrypoint("/bin/sh", "-s"),
		testcontainers.WithLabels(labels()),
		testcontainers.WithTmpfs(memory),
		testcontainers.WithExposedPorts(exposed...),
		testcontainers.WithConfigModifier(func(config *container.Config) {
			config.User = user
			config.OpenStdin, config.StdinOnce = true, true
		}),
		testcontainers.WithHostConfigModifier(func(host *container.HostConfig) {
			host.PortBindings = bindings
			if c.kind.pooler {
				host.NetworkMode = network.NetworkHost
			}
		}),
	)
	if running != nil { // testcontainers may give a container together with an error.
		c.id = running.GetContainerID()
	}
	if err != nil {
		return err
	}
	for inside := range bindings {
		mapped, err := running.MappedPort(ctx, inside.String())
		if err != nil {
			return fmt.Errorf("ask for port: %w", err)
		}
		// Not the host that testcontainers finds: where a file /.dockerenv exists, that is the address of a gateway.
		c.addrs[int(inside.Num())] = net.JoinHostPort("127.0.0.1", mapped.Port())
	}
	return c.attach(ctx)
}

// start has testcontainers start a container.
func start(ctx context.Context, image string, options ...testcontainers.ContainerCustomizer) (_ *testcontainers.DockerContainer, err error) {
	defer recovered(&err)
	return testcontainers.Run(ctx, image, options...)
}

// userOf is who the container runs as. Neither PostgreSQL nor pgbouncer runs as root, which most of their images begin as.
func (c *pooledContainer) userOf(ctx context.Context, image string) (string, error) {
	found, err := c.docker.ImageInspect(ctx, image)
	if err != nil {
		return "", fmt.Errorf("inspect image %s: %w", image, err)
	}
	if c.kind.pooler && found.Config != nil && !slices.Contains([]string{"", "0", "root"}, found.Config.User) {
		return found.Config.User, nil
	}
	return "postgres", nil
}

// attach takes hold of the first process, and teaches it what it needs to know.
func (c *pooledContainer) attach(ctx context.Context) error {
	streams, err := c.docker.ContainerAttach(ctx, c.id, client.ContainerAttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	if err != nil {
		return fmt.Errorf("attach to container: %w", err)
	}
	c.shell = newShell(streams.Conn, streams.Reader, c.daemon)
	if _, err := c.shell.stdin.Write([]byte(prepareScript + dataFolderScript)); err != nil {
		return fmt.Errorf("tell shell in container: %w", err)
	}
	return nil
}

// publish says which ports of the container are published, on the loopback interface. Docker picks them; but for a private
// server we do, since Docker would give others to a container that is started again or put on its network again.
func (c *pooledContainer) publish(ctx context.Context) (exposed []string, bindings network.PortMap, err error) {
	bindings = network.PortMap{}
	ports := []int{port, standbyPort}
	switch {
	case c.kind.pooler:
		ports = nil
	case !c.kind.standby:
		ports = ports[:1]
	}
	for _, inside := range ports {
		outside := 0
		if c.kind.private {
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

// giveBack has the container serve the next, where somebody keeps it and it can be emptied, and else removes it.
func (c *pooledContainer) giveBack(ctx context.Context, pool *provide.ContainerPool) error {
	if pool != nil && !c.notReusable && c.shell != nil {
		if _, err := c.shell.do(ctx, "remove_all"); err == nil && pool.Put(c.kind, c) {
			return nil
		}
	}
	return c.Remove(ctx)
}

// removeLimit bounds a removal, which takes some 100 ms.
const removeLimit = 10 * time.Second

// Remove kills the container and removes it with its volumes, also where ctx has ended. It may be called more than once.
// Where Docker is gone the container ends with its shell when Docker is there again, and the next run removes it.
func (c *pooledContainer) Remove(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), removeLimit, fmt.Errorf("not removed within %v", removeLimit))
	defer cancel()
	if c.shell != nil {
		c.shell.close()
	}
	if c.id != "" && !c.daemon.IsGone() {
		if err := discard(ctx, c.docker, c.id); err != nil {
			return err
		}
		c.id = ""
	}
	return c.docker.Close()
}
