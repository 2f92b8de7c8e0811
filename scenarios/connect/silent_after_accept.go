package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SilentAfterAccept is a port that accepts and a server that never says a word.
var SilentAfterAccept = scenario.Scenario{
	ID:    "connect/silent-after-accept",
	Title: "the connection is accepted and no answer ever comes",
	Why: "A server out of memory, a stopped process, a load balancer without a backend: TCP connects, PostgreSQL does not. " +
		"Without a deadline over the whole of connecting, not the dial alone, the program hangs until someone restarts it.",
	Refs: []string{
		`PostgreSQL manual, libpq "Parameter Key Words": connect_timeout`,
		"launchbadge/sqlx#4355",
		"npgsql/npgsql#3037",
		"lib/pq#584",
	},
	Steps: []scenario.Step{
		{Inject: fault.Hold{At: wire.Position{Direction: wire.Upstream, Message: "StartupMessage"}}},
		step.Expires(step.Room, scenario.Step{Do: &scenario.Do{
			Op: target.OpConnect, Session: "a",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.ConnectTimeout},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginNetwork, pgdiag.OriginCaller},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection, pgdiag.ScopeServer},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeNotSent},
				Retry:     []pgdiag.Retry{pgdiag.RetryWait, pgdiag.RetryReconnect},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
			},
		}}),
		{Heal: true},
		{Do: &scenario.Do{
			Op: target.OpConnect, Session: "b",
			Expect: scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusOpen}},
		}},
	},
}
