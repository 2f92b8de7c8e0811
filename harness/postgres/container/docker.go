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

// answerTimeout is how long Docker may take to say that it is there.
const answerTimeout = 5 * time.Second

// connect gives a client of the Docker that testcontainers finds, once that has answered.
func connect(ctx context.Context) (*testcontainers.DockerClient, error) {
	configureTestcontainers()
	ctx, cancel := context.WithTimeoutCause(ctx, answerTimeout, fmt.Errorf("no answer within %v", answerTimeout))
	defer cancel()
	if host := os.Getenv("DOCKER_HOST"); host != "" {
		if err := checkHost(ctx, host); err != nil {
			return nil, err
		}
	}
	docker, err := newClient(ctx)
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

// checkHost sees whether Docker answers at the address that DOCKER_HOST says. testcontainers passes over one that does not,
// and takes the usual socket. Who sets it means it.
func checkHost(ctx context.Context, host string) error {
	if err := local(host); err != nil {
		return err
	}
	if err := checkAddress(ctx, host); err != nil {
		return err
	}
	docker, err := client.New(client.FromEnv)
	if err == nil {
		defer func() { _ = docker.Close() }()
		_, err = docker.Ping(ctx, client.PingOptions{})
	}
	if err != nil {
		return doesNotAnswer(ctx, "Docker at DOCKER_HOST ("+host+")", err)
	}
	return nil
}

// newClient is testcontainers' own client. It panics where Docker stops to answer while it is made.
func newClient(ctx context.Context) (_ *testcontainers.DockerClient, err error) {
	defer recovered(&err)
	return testcontainers.NewDockerClientWithOpts(ctx)
}

// recovered makes an error of a panic of testcontainers, which has some for a Docker that does not answer.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("ask Docker: %v", v)
	}
}

// unreachable says why Docker does not answer: what a connect to the usual socket says is plainer than what testcontainers
// says after it has tried all others too.
func unreachable(ctx context.Context, err error) error {
	if os.Getenv("DOCKER_HOST") == "" && ctx.Err() == nil {
		if plain := checkAddress(ctx, "unix:///var/run/docker.sock"); plain != nil {
			return plain
		}
	}
	return doesNotAnswer(ctx, "Docker", err)
}

// doesNotAnswer says that Docker does not, in few words where it is the time that was up.
func doesNotAnswer(ctx context.Context, what string, err error) error {
	why := oneLine(err)
	if ctx.Err() != nil {
		why = oneLine(context.Cause(ctx))
	}
	return &provide.UnavailableError{Provider: Name, Reason: what + " does not answer: " + why, Advice: startAdvice, Err: err}
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
