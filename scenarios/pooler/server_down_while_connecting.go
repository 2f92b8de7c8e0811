package pooler

import (
	"time"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ServerDownWhileConnecting connects to a pooler whose server is down.
var ServerDownWhileConnecting = scenario.Scenario{
	ID:    "pooler/server-down-while-connecting",
	Title: "a client connects to the pooler when the server behind it is down",
	Why: "The pooler takes the connection, and then says that it can not log in to the server. By its code it is a " +
		"violation of the protocol.",
	Refs: []string{
		`pgbouncer manual, "Configuration": server_login_retry`,
	},
	Given: own("session", map[string]string{"query_wait_timeout": patience}),
	Steps: []scenario.Step{
		step.Inject(fault.Shutdown{Mode: fault.Fast}),
		step.Within(5*time.Second, step.ConnectTo("b", turnedAway("protocol_violation", "08P01", pgdiag.RetryWait))),
	},
	Truth: []scenario.Truth{stock.Holds("nothing is there")},
}
