package clients

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/target"
)

// The limits of a container: an interpreter in it may have to load from a disk that has never seen it, and its removal is
// Docker's work.
const (
	containerHello  = 30 * time.Second
	containerRemove = 20 * time.Second
)

// Contained gives the client's shim, run in its image, which is built where it is missing. What is built it says on progress.
func (c Client) Contained(ctx context.Context, progress io.Writer) (target.Target, error) {
	if err := c.MakeImage(ctx, progress); err != nil {
		return nil, err
	}
	return contained{named{c}}, nil
}

// contained is a client that runs in its image.
type contained struct{ named }

// NamePrefix begins the names of this process's containers.
func NamePrefix() string { return "pgfault-client-" + owner.Self().String() + "-" }

// started counts the containers of this process, for their names.
var started atomic.Int64

// Start implements target.Target. The container has the host's network, since what is tested listens on its loopback
// addresses only; it ends with its stdin, is removed when the shim is done with, and what a killed run leaves is found by its
// labels, as any container of ours.
func (c contained) Start(ctx context.Context) (target.Instance, error) {
	name := NamePrefix() + strconv.FormatInt(started.Add(1), 10)
	argv := []string{
		"docker", "run", "--rm", "--interactive", "--init", "--network", "host", "--log-driver", "none", "--name", name,
		"--label", "pgfault=1", "--label", "pgfault.owner=" + owner.Self().String(), c.client.tag(),
	}
	shim := target.Shim{
		Argv: append(argv, c.client.inImage(c.client.Run)...), Env: os.Environ(), HelloTimeout: containerHello,
		Ended: func() { remove(name) }, //nolint:contextcheck // the container is removed also where the context that started it has ended
	}
	inst, err := shim.Start(ctx)
	if err != nil {
		return nil, fmt.Errorf("client %s: %w", c.client.Name, err)
	}
	return &certified{Instance: inst, container: name}, nil
}

// remove removes a container, where it has not ended by itself.
func remove(name string) {
	ctx, cancel := context.WithTimeout(context.Background(), containerRemove)
	defer cancel()
	_ = exec.CommandContext(ctx, "docker", "rm", "--force", "--volumes", name).Run() // it may be gone already
}

// certified gives a client in a container the files that a DSN names: they are where they are said to be, there too.
type certified struct {
	target.Instance
	container string
	copied    sync.Map
}

// fileParameters are those of libpq's that name a file of the rig's.
var fileParameters = []string{"sslrootcert", "sslcert", "sslkey", "sslcrl"}

// Do implements target.Instance.
func (c *certified) Do(ctx context.Context, req target.Request) (target.Answer, error) {
	if u, err := url.Parse(req.DSN); err == nil && req.DSN != "" {
		for _, name := range fileParameters {
			if err := c.give(ctx, u.Query().Get(name)); err != nil {
				return target.Answer{}, err
			}
		}
	}
	return c.Instance.Do(ctx, req)
}

// TakeLog implements target.Logger.
func (c *certified) TakeLog() string {
	if l, ok := c.Instance.(target.Logger); ok {
		return l.TakeLog()
	}
	return ""
}

// give copies a file into the container, once. One that there is not there is not in the container either.
func (c *certified) give(ctx context.Context, file string) error {
	if !filepath.IsAbs(file) {
		return nil
	}
	if _, was := c.copied.Load(file); was {
		return nil
	}
	if _, err := os.Stat(file); err != nil {
		return nil //nolint:nilerr // a scenario may name one that there is not
	}
	into := filepath.Dir(file)
	if _, err := docker(ctx, "exec", c.container, "mkdir", "-p", into); err != nil {
		return fmt.Errorf("give client %s: %w", filepath.Base(file), err)
	}
	if _, err := docker(ctx, "cp", "--quiet", file, c.container+":"+file); err != nil {
		return fmt.Errorf("give client %s: %w", filepath.Base(file), err)
	}
	c.copied.Store(file, true)
	return nil
}
