package container

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// configureTestcontainers sets testcontainers up for a machine without its helper image: what a killed run leaves is
// found by its labels. testcontainers reads its configuration from the environment once, so that the variable need not
// stay there, where the programs that we start would see it.
var configureTestcontainers = sync.OnceFunc(func() {
	const variable = "TESTCONTAINERS_RYUK_DISABLED"
	before, was := os.LookupEnv(variable)
	_ = os.Setenv(variable, "true")
	_ = testcontainers.ReadConfig()
	if was {
		_ = os.Setenv(variable, before)
	} else {
		_ = os.Unsetenv(variable)
	}
	log.SetDefault(log.NewNoopLogger())
})

// connect gives a client of the Docker that testcontainers finds, once that has answered.
func connect(ctx context.Context) (*testcontainers.DockerClient, error) {
	configureTestcontainers()
	ctx, cancel := context.WithTimeoutCause(ctx, 5*time.Second, errors.New("no answer within 5 s"))
	defer cancel()
	// testcontainers passes over a DOCKER_HOST that does not answer, and takes the usual socket. Who sets it means it.
	if host := os.Getenv("DOCKER_HOST"); host != "" {
		if err := local(host); err != nil {
			return nil, err
		}
		if err := checkAddress(ctx, host); err != nil {
			return nil, err
		}
	}
	docker, err := testcontainers.NewDockerClientWithOpts(ctx)
	if err != nil {
		return nil, unreachable(ctx, err)
	}
	if err := local(docker.DaemonHost()); err != nil {
		return nil, errors.Join(err, docker.Close())
	}
	if _, err := docker.Ping(ctx, client.PingOptions{}); err != nil {
		_ = docker.Close()
		return nil, unreachable(ctx, err)
	}
	return docker, nil
}

// unreachable says why Docker does not answer: what a connect to the usual socket says is plainer than what testcontainers
// says after it has tried all others too.
func unreachable(ctx context.Context, err error) error {
	if plain := checkAddress(ctx, "unix:///var/run/docker.sock"); plain != nil && os.Getenv("DOCKER_HOST") == "" {
		return plain
	}
	return &provide.UnavailableError{Provider: Name, Reason: "Docker does not answer: " + oneLine(err), Advice: startAdvice, Err: err}
}

// local refuses a Docker on another machine: its ports are published on that machine's loopback address.
func local(host string) error {
	at, err := url.Parse(host)
	if err == nil {
		switch at.Scheme {
		case "unix", "npipe":
			return nil
		}
		switch at.Hostname() {
		case "localhost", "127.0.0.1", "::1":
			return nil
		}
	}
	return &provide.UnavailableError{
		Provider: Name,
		Reason:   fmt.Sprintf("Docker at %s is on another machine, and servers are published on loopback addresses only", host),
		Advice:   "unset DOCKER_HOST, or take --postgres native",
	}
}

// reason splits an error into what is wrong and what to do.
func reason(err error) (detail, advice string) {
	var unavailable *provide.UnavailableError
	if errors.As(err, &unavailable) {
		return unavailable.Reason, unavailable.Advice
	}
	return oneLine(err), ""
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}
