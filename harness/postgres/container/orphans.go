package container

import (
	"context"
	"errors"
	"fmt"

	"github.com/moby/moby/client"

	"github.com/pgfault/pgfault/harness/internal/owner"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Orphans lists the containers, running or not, of processes that are no more. Without Docker there are none.
func (Provider) Orphans(ctx context.Context) ([]provide.Orphan, error) {
	docker, err := connect(ctx)
	if errors.Is(err, provide.ErrUnavailable) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = docker.Close() }()
	ctx, cancel := context.WithTimeoutCause(ctx, removeLimit, fmt.Errorf("no answer within %v", removeLimit))
	defer cancel()
	list, err := docker.ContainerList(ctx, client.ContainerListOptions{
		All:     true,
		Filters: make(client.Filters).Add("label", labelOurs+"=1"),
	})
	if err != nil {
		return nil, fmt.Errorf("list containers: %w", err)
	}
	var orphans []provide.Orphan
	for _, item := range list.Items {
		if owner, ok := owner.Parse(item.Labels[labelOwner]); ok && owner.Dead() {
			orphans = append(orphans, provide.Orphan{Provider: Name, Kind: "container", ID: item.ID, Owner: owner})
		}
	}
	return orphans, nil
}

// Remove removes the container of a process that is no more.
func (Provider) Remove(ctx context.Context, orphan provide.Orphan) error {
	if !orphan.Owner.Dead() {
		return fmt.Errorf("remove container %s: %w", orphan.ID, errNotOurs)
	}
	docker, err := connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = docker.Close() }()
	ctx, cancel := context.WithTimeoutCause(ctx, removeLimit, fmt.Errorf("not removed within %v", removeLimit))
	defer cancel()
	return discard(ctx, docker, orphan.ID)
}
