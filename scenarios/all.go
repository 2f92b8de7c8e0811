// Package scenarios is the catalogue: every scenario there is, a package per family, a file per scenario.
package scenarios

import (
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/caller"
	"github.com/pgfault/pgfault/scenarios/commit"
	"github.com/pgfault/pgfault/scenarios/connect"
	"github.com/pgfault/pgfault/scenarios/data"
	"github.com/pgfault/pgfault/scenarios/network"
	"github.com/pgfault/pgfault/scenarios/pool"
	"github.com/pgfault/pgfault/scenarios/pooler"
	"github.com/pgfault/pgfault/scenarios/schema"
	"github.com/pgfault/pgfault/scenarios/server"
	"github.com/pgfault/pgfault/scenarios/stream"
	"github.com/pgfault/pgfault/scenarios/transaction"
)

// All lists the whole catalogue, in the order in which it is shown and run.
func All() []scenario.Scenario {
	return slices.Concat(
		schema.All(),
		data.All(),
		connect.All(),
		network.All(),
		commit.All(),
		pool.All(),
		server.All(),
		pooler.All(),
		transaction.All(),
		caller.All(),
		stream.All(),
	)
}
