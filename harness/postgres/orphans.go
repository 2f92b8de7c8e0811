package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Orphan is a container or a folder that a killed run left behind.
type Orphan = provide.Orphan

// Orphans lists what runs that are no more left on this machine. What belongs to a living process, to another user or
// to another machine is never among them.
func Orphans(ctx context.Context) ([]Orphan, error) {
	var all []Orphan
	var errs []error
	for _, p := range local() {
		if cleaner, ok := p.(provide.Cleaner); ok {
			found, err := cleaner.Orphans(ctx)
			all = append(all, found...)
			if err != nil {
				errs = append(errs, fmt.Errorf("list orphans of %s: %w", p.Name(), err))
			}
		}
	}
	return all, errors.Join(errs...)
}

// RemoveOrphans removes what Orphans lists, and returns what it removed.
func RemoveOrphans(ctx context.Context) ([]Orphan, error) {
	found, err := Orphans(ctx)
	errs := []error{err}
	var removed []Orphan
	for _, orphan := range found {
		if err := remove(ctx, orphan); err != nil {
			errs = append(errs, fmt.Errorf("remove orphan: %w", err))
			continue
		}
		removed = append(removed, orphan)
	}
	return removed, errors.Join(errs...)
}

func remove(ctx context.Context, orphan Orphan) error {
	for _, p := range local() {
		if cleaner, ok := p.(provide.Cleaner); ok && p.Name() == orphan.Provider {
			return cleaner.Remove(ctx, orphan)
		}
	}
	return fmt.Errorf("no provider %s", orphan.Provider)
}
