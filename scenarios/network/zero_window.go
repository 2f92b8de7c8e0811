package network

import (
	"strings"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// ZeroWindow has nobody read what the client writes, which is more than the kernel takes.
var ZeroWindow = scenario.Scenario{
	ID:    "network/zero-window",
	Title: "the peer reads nothing any more, while a long INSERT is written to it",
	Why: "A server that is frozen or has no time, with its kernel still awake: the connection is alive, and says that there " +
		"is no room left. A client that honours its deadline only where it reads hangs where it writes.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": tcp_user_timeout`,
		"lib/pq#584",
	},
	Given: scenario.Given{SQL: stock.Ledger},
	Steps: []scenario.Step{
		step.Connect("a"),
		step.Query("a", "SELECT 1", expect.Rows("1")),
		step.Inject(fault.ZeroWindow{}),
		step.Expires(2*step.Room, step.Query("a", "INSERT INTO ledger (entry) VALUES ('"+strings.Repeat("x", 192<<10)+"')", unread())),
	},
	Truth: []scenario.Truth{expect.Truth("the row is there at most once", "SELECT count(*) <= 1 FROM ledger", "t")},
}

// unread is a statement of which the server has not read the end: who knows how much of it was written may say that it was
// not sent.
func unread() scenario.Expect {
	return expect.Or(expect.Silent(), expect.NotSent(pgdiag.RetryReconnect, expect.Silent()))
}
