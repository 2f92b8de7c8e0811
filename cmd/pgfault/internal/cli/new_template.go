package cli

import "strings"

// goTemplate is a scenario that compiles, and fails: in the tests for want of a reason and its sources, and on every client
// that does as it should.
func goTemplate(family, id, name string) string {
	return strings.NewReplacer("@family@", family, "@Name@", name, "@id@", id).Replace(`package @family@

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// @Name@ is to be filled in: docs/new-scenario.md.
var @Name@ = scenario.Scenario{
	ID:    "@id@",
	Title: "one line: what happens",
	Why:   "", // what a user sees of it in production
	Refs:  []string{
		// the manual's page, a driver's issue
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		{Inject: fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"}}},
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", expect.OK()), // wrong on purpose: network.ResetAfterSimpleInsert says what is right
	},
	Truth: []scenario.Truth{stock.Holds("what the server must hold")},
}
`)
}

// yamlTemplate is the same as a file.
const yamlTemplate = `id: %s
title: "one line: what happens"
why: what a user sees of it in production
refs: []
given:
  sql:
    - CREATE TABLE ledger (entry text)
    - GRANT ALL ON ledger TO PUBLIC
steps:
  - do: {op: connect, session: a}
  - inject: # what can be, and where: pgfault list --faults
      reset:
        at: {direction: downstream, message: CommandComplete, tag: INSERT}
  - do:
      op: query
      session: a
      sql: INSERT INTO ledger VALUES ('once')
      expect: # wrong on purpose; pgfault show network/reset-after-simple-insert --format yaml says what is right
        status: [open]
truth:
  - name: what the server must hold
    sql: SELECT entry FROM ledger
    rows: []
`
