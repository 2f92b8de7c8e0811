package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// BadDSN is a connection string that can not be understood.
var BadDSN = scenario.Scenario{
	ID:    "connect/bad-dsn",
	Title: "the connection string has a value that makes no sense",
	Why: "A template was not filled in. It is the program's own configuration: no server was asked, and the message must " +
		"not repeat the password.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": sslmode`,
		"jackc/pgx: ParseConfigError.ConnString holds the whole string",
	},
	Given: scenario.Given{Params: map[string]string{"sslmode": "certainly"}},
	Steps: []scenario.Step{
		step.ConnectTo("a", badDSN()),
	},
}
