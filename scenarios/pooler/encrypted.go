package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// Encrypted asks a pooler over TLS.
var Encrypted = scenario.Scenario{
	ID:    "pooler/encrypted",
	Title: "the pooler takes encrypted clients alone, with a certificate that is good",
	Why: "TLS ends at the pooler: it is its certificate that is verified, not the server's. Who refuses a good one has no way in, and who would " +
		"take a bad one has verified nothing.",
	Refs: []string{
		"autobase-tech/autobase#582",
		"pgbouncer/pgbouncer#119",
		`PgBouncer, "config": client_tls_sslmode`,
	},
	Given: encrypted(),
	Steps: []scenario.Step{
		step.ConnectTo("a", expect.OK()),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('written')", scenario.Expect{}),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there", "written")},
}

// encrypted gives a pooler that shows a certificate, and takes no client without TLS.
func encrypted() scenario.Given {
	g := given("transaction", nil)
	g.Certificate = "trusted"
	return g
}
