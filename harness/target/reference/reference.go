// Package reference is the reference target: pgdiag over pgx. Everything it claims comes from pgdiag; what the catalogue
// expects of a good client, it must do.
package reference

import (
	"strings"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/internal/pgxversion"
)

// Name is the target's name.
const Name = "reference"

// New gives the reference target.
func New() target.Target { return Over(Name, func() Layer { return diagnosed{} }) }

// hello is what the target says of itself.
var hello = target.Hello{
	Name: Name, Version: strings.TrimSpace("pgx " + pgxversion.Linked()), Language: "go", ClassConvention: "psycopg2",
	Capabilities: []target.Capability{
		target.CapTx, target.CapStatus, target.CapClass, target.CapPrepare, target.CapCopy, target.CapListen,
		target.CapCancel, target.CapPool, target.CapConcurrent, target.CapBatch, target.CapTyped, target.CapUnread, target.CapFetch,
		target.CapGivenUp, target.CapResolve, target.CapUpkeep, target.CapLiveness,
		target.CapReplication,
	},
	Reports: []target.Report{
		target.ReportStatus, target.ReportTx, target.ReportFaulty, target.ReportSQLState, target.ReportClass, target.ReportCondition,
		target.ReportOrigin, target.ReportScope, target.ReportOutcome, target.ReportRetry, target.ReportFirst, target.ReportDiagnostics,
	},
}
