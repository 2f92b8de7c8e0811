package container

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// image is a PostgreSQL image.
type image struct {
	name    string // "pgfault/postgres:15"
	version string // "15", or what the tag says
	ours    bool
}

// The limits of a pull: a registry that can be reached answers soon, and then the image takes its time.
const (
	registryTimeout = 3 * time.Second
	pullTimeout     = 3 * time.Minute
)

// defaultVersion is what is pulled where no version is asked for.
const defaultVersion = "17"

// tags are the images that are known to be PostgreSQL: ours, and the official one with a tag that begins with a
// version.
var tags = regexp.MustCompile(`^(pgfault/postgres|postgres):(\d+(?:\.\d+)?)(?:-.*)?$`)

// present lists the images that Docker has, newest first, and ours before others of that version.
func present(ctx context.Context, docker *testcontainers.DockerClient) ([]image, error) {
	list, err := docker.ImageList(ctx, client.ImageListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list images: %w", err)
	}
	var images []image
	for _, item := range list.Items {
		for _, tag := range item.RepoTags {
			if match := tags.FindStringSubmatch(tag); match != nil {
				images = append(images, image{name: tag, version: match[2], ours: strings.HasPrefix(tag, "pgfault/")})
			}
		}
	}
	slices.SortFunc(images, func(a, b image) int {
		if c := provide.Major(b.version) - provide.Major(a.version); c != 0 {
			return c
		}
		if a.ours != b.ours {
			if a.ours {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	return images, nil
}

// choose picks the image for a major version, the newest for "".
func choose(images []image, version string) (image, bool) {
	for _, i := range images {
		if version == "" || provide.Major(i.version) == provide.Major(version) {
			return i, true
		}
	}
	return image{}, false
}

// obtain gives the image for a version: one that is there, else one that can be pulled.
func obtain(ctx context.Context, docker *testcontainers.DockerClient, version string) (string, error) {
	images, err := present(ctx, docker)
	if err != nil {
		return "", err
	}
	if chosen, ok := choose(images, version); ok {
		return chosen.name, nil
	}
	wanted := defaultVersion
	if version != "" {
		wanted = strconv.Itoa(provide.Major(version))
	}
	name := "postgres:" + wanted
	if err := pull(ctx, docker, name); err != nil {
		return "", &provide.UnavailableError{
			Provider: Name,
			Reason:   fmt.Sprintf("no image of PostgreSQL %s here, and %s can't be pulled: %s", wanted, name, oneLine(err)),
			Advice:   "build one: make images",
			Err:      err,
		}
	}
	return name, nil
}

// pull fetches an image, and gives up soon where the registry does not answer.
func pull(ctx context.Context, docker *testcontainers.DockerClient, name string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := time.AfterFunc(registryTimeout, func() { cancel(fmt.Errorf("registry did not answer within %v", registryTimeout)) })
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
