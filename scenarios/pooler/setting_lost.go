package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SettingLost sets something for the session that the next server connection does not have.
var SettingLost = scenario.Scenario{
	ID:    "pooler/setting-lost",
	Title: "transaction pooling: a SET is not there on the next server connection",
	Why: "No error at all: lock_timeout is what it was, and the next migration waits for ever. In a transaction SET LOCAL " +
		"would do.",
	Refs: []string{
		`pgbouncer manual, "Configuration": pool_mode`,
		`PostgreSQL manual, "SET"`,
	},
	Given: given("transaction", nil),
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Connect("b"),
		step.Query("a", "SET lock_timeout = '30ms'", expect.OK()),
		step.Begin("b"),
		step.Query("b", "SELECT 1", expect.In(expect.Rows("1"))),
		step.Query("a", "SHOW lock_timeout", expect.Rows("0")),
		step.Rollback("b", expect.OK()),
	},
}
