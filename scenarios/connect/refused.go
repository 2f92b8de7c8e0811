package connect

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// Refused is a server that is not there: its port answers with a refusal.
var Refused = scenario.Scenario{
	ID:    "connect/refused",
	Title: "nothing listens where the server should be",
	Why: "The server restarts, or has not started yet. It will be back: waiting and trying again is right, and nothing can " +
		"have been written. A client that calls it an error of the statement, or of the password, sends people the wrong way.",
	Refs: []string{
		`PostgreSQL manual, "Client Connection Problems"`,
		"connect(2): ECONNREFUSED",
		"aws/aws-advanced-go-wrapper: ECONNREFUSED is not among its network errors",
	},
	Steps: []scenario.Step{
		{Inject: fault.Refuse{}},
		{Do: &scenario.Do{
			Op: target.OpConnect, Session: "a",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{pgdiag.ConnectionRefused},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginNetwork},
				Scope:     []pgdiag.Scope{pgdiag.ScopeServer, pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeNotSent},
				Retry:     []pgdiag.Retry{pgdiag.RetryWait},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
			},
		}},
		{Heal: true},
		{Do: &scenario.Do{
			Op: target.OpConnect, Session: "b",
			Expect: scenario.Expect{Status: []pgdiag.Status{pgdiag.StatusOpen}},
		}},
	},
}
