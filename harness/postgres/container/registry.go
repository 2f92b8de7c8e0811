package container

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
)

// registryVariable names the registry that images are pulled from in place of Docker's own: a host with its port, and the
// folder there, as in "mirror.example:5000/hub".
const registryVariable = "PGFAULT_REGISTRY"

// The limits of a pull: a registry that can be reached answers soon, and then the image takes its time.
const (
	registryTimeout = 5 * time.Second
	pullTimeout     = 3 * time.Minute
)

func registry() string { return strings.Trim(os.Getenv(registryVariable), "/ ") }

// candidates are the names under which an image of Docker's own registry may be had, such as "postgres:17": another
// registry has it by that name or, where it mirrors the first, as Docker's own has it really.
func candidates(name string) []string {
	at := registry()
	if at == "" {
		return []string{name}
	}
	short := name[strings.LastIndex(name, "/")+1:]
	if short == name {
		return []string{at + "/" + name, at + "/library/" + name}
	}
	return []string{at + "/" + name, at + "/" + short}
}

// inRegistry is the name that an image has in the registry which images are pulled from.
func inRegistry(tag string) string {
	if at := registry(); at != "" {
		return strings.TrimPrefix(tag, at+"/")
	}
	return tag
}

// pullFirst pulls the first of these images that the registry has.
func pullFirst(ctx context.Context, docker *testcontainers.DockerClient, names []string) (string, error) {
	var all error
	for _, name := range names {
		err := pull(ctx, docker, name)
		if err == nil {
			return name, nil
		}
		all = errors.Join(all, fmt.Errorf("%s: %w", name, err))
		if errors.Is(err, errNoAnswer) {
			break // It would not answer for another name either.
		}
	}
	return "", all
}

var errNoAnswer = fmt.Errorf("registry did not answer within %v", registryTimeout)

// pull fetches an image, and gives up soon where the registry does not answer.
func pull(ctx context.Context, docker *testcontainers.DockerClient, name string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := time.AfterFunc(registryTimeout, func() { cancel(errNoAnswer) })
	defer limit.Stop()
	stream, err := docker.ImagePull(ctx, name, client.ImagePullOptions{})
	if err != nil {
		return causeOf(ctx, err)
	}
	defer func() { _ = stream.Close() }()
	for message, err := range stream.JSONMessages(ctx) {
		if err != nil {
			return causeOf(ctx, err)
		}
		if message.Error != nil {
			return message.Error
		}
		if limit.Stop() {
			limit = time.AfterFunc(pullTimeout, func() { cancel(fmt.Errorf("not pulled within %v", pullTimeout)) })
			defer limit.Stop()
		}
	}
	return nil
}

func causeOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// firstPresent gives the first of these images that Docker has, "" where it has none.
func firstPresent(ctx context.Context, docker *testcontainers.DockerClient, names []string) (string, error) {
	for _, name := range names {
		_, err := docker.ImageInspect(ctx, name)
		if err == nil {
			return name, nil
		}
		if !cerrdefs.IsNotFound(err) {
			return "", fmt.Errorf("inspect image %s: %w", name, err)
		}
	}
	return "", nil
}
