package pooler

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// VFieldAfterInsert is an error of a pooler that fills in the field by which PostgreSQL itself is known.
var VFieldAfterInsert = scenario.Scenario{
	ID:    "pooler/v-field-after-insert",
	Title: "a pooler that sends the V field loses the server after an INSERT was carried out",
	Why: "Supavisor, pgcat and PgDog send severity, V, code and message, as PostgreSQL does, and no source file. A client that " +
		"takes them for PostgreSQL believes that the INSERT was rolled back, and does it again.",
	Refs: []string{
		`PostgreSQL manual, "Error and Notice Message Fields": V is sent by PostgreSQL 9.6 and newer`,
		"supabase/supavisor#459",
		"supabase/supavisor#1164",
		"postgresml/pgcat#611",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(losesServer(wire.Position{Direction: wire.Downstream, Message: "CommandComplete", Tag: "INSERT"})),
		step.Query("a", "INSERT INTO ledger (entry) VALUES ('once')", serverLost()),
	},
	Truth: []scenario.Truth{stock.Holds("the row is there, once", "once")},
}
