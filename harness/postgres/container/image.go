package container

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// image is a PostgreSQL image.
type image struct {
	name    string // "pgfault/postgres:15"
	version string // "15", or what the tag says
	rank    int    // Among those of a version, the lowest first.
}

// defaultVersion is what is pulled where no version is asked for.
const defaultVersion = "18"

// tags are the images that are known to be PostgreSQL: ours, and the official one with a tag that begins with a
// version, and may end with preparedTag.
var tags = regexp.MustCompile(`^(pgfault/postgres|(?:library/)?postgres):(\d+(?:\.\d+)?)(?:-.*)?$`)

// preparedTag is the end of the tag of what docker/postgres/prepare makes of an image of others.
const preparedTag = "-pgfault"

// rank puts what has a prepared data folder before others: ours, and what was made of an official image. But who names a
// registry means its images.
func rank(tag string) int {
	prepared := strings.HasSuffix(tag, preparedTag)
	switch {
	case inRegistry(tag) != tag && prepared:
		return 0
	case inRegistry(tag) != tag:
		return 1
	case strings.HasPrefix(tag, "pgfault/"):
		return 2
	case prepared:
		return 3
	default:
		return 4
	}
}

// known tells whether an image is PostgreSQL, by its name.
func known(tag string) (image, bool) {
	match := tags.FindStringSubmatch(inRegistry(tag))
	if match == nil {
		return image{}, false
	}
	return image{name: tag, version: match[2], rank: rank(tag)}, true
}

// present lists the images that Docker has, newest first.
func present(ctx context.Context, docker *testcontainers.DockerClient) ([]image, error) {
	list, err := docker.ImageList(ctx, client.ImageListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list images: %w", err)
	}
	var images []image
	for _, item := range list.Items {
		for _, tag := range item.RepoTags {
			if i, ok := known(tag); ok {
				images = append(images, i)
			}
		}
	}
	slices.SortFunc(images, func(a, b image) int {
		if c := cmp.Or(provide.Major(b.version)-provide.Major(a.version), a.rank-b.rank); c != 0 {
			return c
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
	name, err := pullFirst(ctx, docker, candidates("postgres:"+wanted))
	if err != nil {
		return "", &provide.UnavailableError{
			Provider: Name,
			Reason:   fmt.Sprintf("no image of PostgreSQL %s here, and none can be pulled: %s", wanted, oneLine(err)),
			Advice:   "name a registry that has one (PGFAULT_REGISTRY), or build one (make images)",
			Err:      err,
		}
	}
	return name, nil
}
