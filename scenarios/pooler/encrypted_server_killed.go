package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// EncryptedServerKilled kills the process behind a pooler that is asked over TLS.
var EncryptedServerKilled = scenario.Scenario{
	ID:    "pooler/encrypted-server-killed",
	Title: "the server's process behind the pooler is killed in the middle of an INSERT, and the client is encrypted",
	Why:   "What the pooler says comes within TLS, and with it the end. A client that sees only that its TLS has ended has lost what it was told.",
	Refs: []string{
		"brianc/node-postgres#2005",
		`PgBouncer, "config": client_tls_sslmode`,
	},
	Given: encrypted(),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Async(step.Within(5*time.Second, step.Query("a", "INSERT INTO ledger (entry) SELECT 'aborted' FROM pg_sleep(10)", says()))),
		step.Until(stock.Sleeps),
		step.Inject(fault.KillServer{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is not there")},
}
