package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/internal/step"
)

// SecondHostEndsToo lets the second host end a connection while it is made.
var SecondHostEndsToo = scenario.Scenario{
	ID:    "connect/second-host-ends-too",
	Title: "the first host refuses, and the second resets the connection while it is made",
	Why:   "The last of several hosts is no better than the others: the connect fails, at once, and says why of each.",
	Refs: []string{
		`PostgreSQL manual, libpq "Specifying Multiple Hosts"`,
		"npgsql/npgsql#3619",
	},
	Given: scenario.Given{Standby: "second"},
	Steps: []scenario.Step{
		step.Inject(fault.Refuse{}),
		step.InjectStandby(fault.Reset{At: wire.Position{Direction: wire.Downstream, Message: "AuthenticationSASLContinue"}}),
		step.ConnectTo("a", scenario.Expect{Fails: true, Class: []string{"OperationalError"}, Outcome: []pgdiag.Outcome{pgdiag.OutcomeNotSent}, Status: []pgdiag.Status{pgdiag.StatusFaulty}}),
		step.Heal(),
		step.ConnectTo("b", expect.OK()),
	},
}
