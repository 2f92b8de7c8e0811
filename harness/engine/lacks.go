package engine

import (
	"slices"
	"strings"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/postgres"
	"github.com/pgfault/pgfault/harness/scenario"
)

// lacks says what of a scenario a server can't give that lets users in in a way of its own, as one may that somebody else
// runs; "" where it can give all.
func lacks(login postgres.Login, sc scenario.Scenario) string {
	switch {
	case login.TLS && slices.Contains(encrypting, sc.Given.Params["sslmode"]) && !ownServer(sc):
		return "it is about a server without TLS, and this one has it"
	case !login.SCRAM && aboutAuthentication(sc) && !ownServer(sc):
		return "it is about a user who proves a password by SCRAM-SHA-256, and this server does not ask for that"
	}
	return ""
}

// encrypting are the values of sslmode by which a client asks for TLS.
var encrypting = []string{"allow", "prefer", "require", "verify-ca", "verify-full"}

// ownServer tells whether a scenario has a server of its own.
func ownServer(sc scenario.Scenario) bool {
	g := Layout(sc.Given)
	return g.Own || g.Extras != (postgres.Extras{}) || g.Standby != ""
}

// aboutAuthentication tells whether a scenario has a user of its own, or a fault at a message by which one is authenticated.
func aboutAuthentication(sc scenario.Scenario) bool {
	for _, step := range sc.Steps {
		if step.Do != nil && step.Do.User+step.Do.Password != "" {
			return true
		}
		if step.Inject == nil {
			continue
		}
		at, ok := fault.Position(step.Inject)
		if ok && at.Message != "AuthenticationOk" && (strings.HasPrefix(at.Message, "Authentication") || strings.HasPrefix(at.Message, "SASL")) {
			return true
		}
	}
	return false
}
