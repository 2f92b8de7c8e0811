package engine

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pgfault/pgfault/harness/postgres"
)

// rights makes an error of ours, on a server that somebody else runs, one that says that the scenario can't be run there:
// where the user of the DSN may not do what the scenario takes (42501, insufficient_privilege).
func (r *run) rights(err error) error {
	var refused *pgconn.PgError
	if err == nil || r.cfg.Server.Provider() != postgres.External || !errors.As(err, &refused) || refused.Code != "42501" {
		return err
	}
	return &postgres.UnavailableError{
		Provider: postgres.External,
		Reason:   fmt.Sprintf("the user of the DSN may not do what the scenario takes: %s", refused.Message),
		Advice:   "give the DSN of a superuser",
		Err:      err,
	}
}

// skip notes that the scenario can't be run here, where that is what an error says.
func (r *run) skip(err error) bool {
	if !errors.Is(err, postgres.ErrUnavailable) {
		return false
	}
	r.c.Skipped, r.stopped = r.oneLine(err.Error()), true
	return true
}
