package network

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SettingReportedAnywhere reports a setting where nobody waits for it.
var SettingReportedAnywhere = scenario.Scenario{
	ID:    "network/setting-reported-anywhere",
	Title: "a setting is reported after an error, while preparing, and between rows",
	Why: "ParameterStatus may come at any time: a reload of the configuration is enough. Drivers have called it an unknown " +
		"answer, and lost the connection.",
	Refs: []string{
		`PostgreSQL manual, "Message Flow": Asynchronous Operations`,
		"pgjdbc/pgjdbc#2237",
		"eclipse-vertx/vertx-sql-client#934",
	},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "ReadyForQuery"}, Say: wire.Content{Hex: timeZone}}),
		step.Query("a", "SELECT 1/0", expect.Data("division_by_zero", "22012")),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "RowDescription"}, Say: wire.Content{Hex: timeZone}}),
		step.Query("a", "SELECT 'one'", expect.Rows("one")),
		step.Inject(fault.Inject{At: wire.Position{Direction: wire.Downstream, Message: "DataRow", Occurrence: 2}, Say: wire.Content{Hex: timeZone}}),
		step.Query("a", "SELECT n FROM generate_series(1, 3) AS n", expect.Rows("1", "2", "3")),
	},
}

// timeZone is a ParameterStatus: TimeZone is UTC.
const timeZone = "530000001154696d655a6f6e650055544300"
