// Package container starts PostgreSQL in a container, from any PostgreSQL image, through testcontainers. It is the only
// package that knows Docker.
package container

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Name is the provider's name.
const Name = "container"

// Provider is the provider of servers in containers. Its zero value is ready for use.
type Provider struct{}

var (
	_ provide.Provider = Provider{}
	_ provide.Cleaner  = Provider{}
)

// Name is "container".
func (Provider) Name() string { return Name }

// Check asks Docker for images. An image that is not there and could be pulled does not count: whether it can be is
// known only by pulling it, which Start tries.
func (Provider) Check(ctx context.Context, version string) provide.Availability {
	availability := provide.Availability{Provider: Name}
	docker, err := connect(ctx)
	if err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	defer func() { _ = docker.Close() }()
	images, err := present(ctx, docker)
	if err != nil {
		availability.Detail, availability.Advice = reason(err)
		return availability
	}
	var names []string
	for _, i := range images {
		availability.Versions = append(availability.Versions, i.version)
		names = append(names, i.name)
	}
	availability.Versions = slices.Compact(availability.Versions)
	chosen, ok := choose(images, version)
	switch {
	case ok:
		availability.OK = true
		availability.Detail = "image " + chosen.name
		if len(images) > 1 {
			availability.Detail += fmt.Sprintf(" (of %s)", strings.Join(names, ", "))
		}
	case len(images) > 0:
		availability.Detail = fmt.Sprintf("no image of PostgreSQL %s, only %s", version, strings.Join(names, ", "))
		availability.Advice = buildAdvice
	default:
		availability.Detail = "Docker answers and has no PostgreSQL image"
		availability.Advice = buildAdvice
	}
	return availability
}

const buildAdvice = "build one (make images), or pull one (docker pull postgres:18)"
