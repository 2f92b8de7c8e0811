package engine

import (
	"testing"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
)

func TestWhatAServersLoginDoesNotGiveIsNotAskedOfIt(t *testing.T) {
	sslmode := func(mode string, own bool) scenario.Scenario {
		return scenario.Scenario{Given: scenario.Given{Params: map[string]string{"sslmode": mode}, Own: own}}
	}
	at := func(message string) scenario.Scenario {
		return scenario.Scenario{Steps: []scenario.Step{{Inject: fault.Reset{At: wire.Position{Message: message}}}}}
	}
	wrongPassword := scenario.Scenario{Steps: []scenario.Step{{Do: &scenario.Do{Op: target.OpConnect, Session: "a", Password: "wrong"}}}}
	usual := postgres.Login{SCRAM: true}
	for name, tt := range map[string]struct {
		login postgres.Login
		sc    scenario.Scenario
		lacks bool
	}{
		"TLS is required, and off":            {usual, sslmode("require", false), false},
		"TLS is required, and on":             {postgres.Login{TLS: true, SCRAM: true}, sslmode("require", false), true},
		"TLS is on, and not asked for":        {postgres.Login{TLS: true, SCRAM: true}, sslmode("disable", false), false},
		"TLS is on, and not on its own":       {postgres.Login{TLS: true, SCRAM: true}, sslmode("require", true), false},
		"a wrong password":                    {usual, wrongPassword, false},
		"a wrong password, and none is asked": {postgres.Login{}, wrongPassword, true},
		"a fault in a proof that is none":     {postgres.Login{}, at("SASLResponse"), true},
		"a fault in a question that is none":  {postgres.Login{}, at("AuthenticationSASL"), true},
		"a fault at the end of it":            {postgres.Login{}, at("AuthenticationOk"), false},
		"a fault elsewhere":                   {postgres.Login{}, at("Query"), false},
	} {
		if got := lacks(tt.login, tt.sc); (got != "") != tt.lacks {
			t.Errorf("%s: %q", name, got)
		}
	}
}
