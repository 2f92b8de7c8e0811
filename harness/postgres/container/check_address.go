package container

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"syscall"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

const startAdvice = "start Docker, or take --postgres native"

// checkAddress sees whether somebody listens at Docker's address, and says why not.
func checkAddress(ctx context.Context, host string) error {
	network, address := "tcp", ""
	at, err := url.Parse(host)
	switch {
	case err != nil:
		return &provide.UnavailableError{Provider: Name, Reason: "DOCKER_HOST is no URL", Advice: startAdvice}
	case at.Scheme == "unix":
		network, address = "unix", at.Path
	case at.Scheme == "npipe":
		return nil
	default:
		address = at.Host
	}
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err == nil {
		return conn.Close()
	}
	refusal := &provide.UnavailableError{Provider: Name, Advice: startAdvice, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		refusal.Reason = "no Docker here: there is no " + address
	case errors.Is(err, fs.ErrPermission):
		refusal.Reason = "this user may not use Docker (" + address + ")"
		refusal.Advice = "join the group docker, or take --postgres native"
	case errors.Is(err, syscall.ECONNREFUSED):
		refusal.Reason = "Docker is down: nothing listens at " + address
	default:
		refusal.Reason = "Docker does not answer: " + oneLine(err)
	}
	return refusal
}
