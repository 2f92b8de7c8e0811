package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// WrongPassword is a refusal by the server itself, which no waiting mends.
var WrongPassword = scenario.Scenario{
	ID:    "connect/wrong-password",
	Title: "the server refuses the password",
	Why: "A secret was rotated and this program has the old one. Trying again for ever locks accounts and fills logs; the " +
		"answer has a code of its own and must not be taken for a server that is away.",
	Refs: []string{
		`PostgreSQL manual, appendix "PostgreSQL Error Codes": 28P01 invalid_password`,
		`PostgreSQL manual, "Authentication Problems"`,
		"hashicorp/vault: rotation of database credentials",
	},
	Steps: []scenario.Step{
		{Do: &scenario.Do{
			Op: target.OpConnect, Session: "a", Password: "not-the-password",
			Expect: scenario.Expect{
				Fails:     true,
				Condition: []pgdiag.Condition{"invalid_password"},
				SQLState:  []string{"28P01"},
				Class:     []string{"OperationalError"},
				Origin:    []pgdiag.Origin{pgdiag.OriginServer},
				Scope:     []pgdiag.Scope{pgdiag.ScopeConnection},
				Outcome:   []pgdiag.Outcome{pgdiag.OutcomeNotSent},
				Retry:     []pgdiag.Retry{pgdiag.RetryNo},
				Status:    []pgdiag.Status{pgdiag.StatusFaulty},
			},
		}},
	},
}
