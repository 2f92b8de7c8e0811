package connect

import (
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
)

// role is a role of its own, of a server of its own: roles are the whole server's.
func role(with string) string { return "CREATE ROLE few PASSWORD 'secret' " + with }

// nowhere is the name of a host that there can't be: a label of more than 63 octets. Every resolver refuses it by itself, so
// that nobody is asked for it.
const nowhere = "a-host-whose-name-is-longer-than-any-name-server-on-this-earth-will-ever-take.invalid"

// admit replaces the server's pg_hba.conf by one with lines for a user alone, and has it read.
func admit(user string) string {
	return `DROP TABLE IF EXISTS reload; CREATE TABLE reload AS SELECT clock_timestamp() AS asked;
		DO $$ BEGIN EXECUTE format('COPY (SELECT %L) TO %L', 'host all ` + user + ` all scram-sha-256', current_setting('hba_file')); END $$;
		SELECT pg_reload_conf()`
}

// reloaded is true when the server has read its files after it was asked to. Its sessions are told by the process that
// takes new connections, which takes none before it has read them itself.
const reloaded = "SELECT pg_conf_load_time() > asked FROM reload"

// gone is a connection that ended while it was made. It may be tried again, at once or later.
func gone(condition pgdiag.Condition) scenario.Expect {
	e := expect.NoConnection(condition, pgdiag.RetryReconnect)
	e.Retry = []pgdiag.Retry{pgdiag.RetryReconnect, pgdiag.RetryWait}
	return e
}

// canceled is a connection that its caller has given up while it was made.
func canceled() scenario.Expect {
	e := expect.NoConnection(pgdiag.CallerCancel, pgdiag.RetryNo)
	e.Class = []string{"QueryCanceledError", "OperationalError"}
	e.Origin = []pgdiag.Origin{pgdiag.OriginCaller}
	e.Retry = []pgdiag.Retry{pgdiag.RetryNo, pgdiag.RetryReconnect}
	return e
}

// tlsEnded is gone in the midst of a handshake.
func tlsEnded() scenario.Expect {
	e := gone(pgdiag.ConnectionClosedByPeer)
	e.Condition = []pgdiag.Condition{pgdiag.TLSFailure, pgdiag.ConnectionClosedByPeer}
	return e
}

// notPostgres is an answer of something that is no PostgreSQL.
func notPostgres() scenario.Expect {
	e := expect.NoConnection(pgdiag.ProtocolGarbage, pgdiag.RetryReconnect)
	e.Retry = []pgdiag.Retry{pgdiag.RetryReconnect, pgdiag.RetryNo, pgdiag.RetryWait}
	return e
}

// full is a limit of connections that is reached.
func full() scenario.Expect {
	e := expect.Turned("too_many_connections", "53300", pgdiag.RetryWait)
	e.Scope = []pgdiag.Scope{pgdiag.ScopeServer, pgdiag.ScopeConnection}
	return e
}

// notYet is a server that takes nobody now.
func notYet() scenario.Expect {
	e := expect.Turned("cannot_connect_now", "57P03", pgdiag.RetryWait)
	return expect.Scope(pgdiag.ScopeServer, e)
}

// policy is a connection that the client itself does not want. No condition has a name for it.
func policy() scenario.Expect {
	e := expect.NoConnection(pgdiag.UnknownFailure, pgdiag.RetryNo)
	e.Condition = nil
	e.Origin = []pgdiag.Origin{pgdiag.OriginClient, pgdiag.OriginNetwork, pgdiag.OriginServer}
	return e
}

// unsupported is a way to prove oneself that the client can't go, or a server that has not proven itself.
func unsupported() scenario.Expect {
	e := policy()
	e.Condition = []pgdiag.Condition{pgdiag.AuthenticationRefused}
	return e
}

// badDSN is a connection string that can't be understood: no connection was tried.
func badDSN() scenario.Expect {
	e := expect.Refused(pgdiag.BadDSN, "ProgrammingError")
	e.Class = []string{"ProgrammingError", "InterfaceError", "OperationalError"}
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection}
	e.Status, e.Tx = []pgdiag.Status{pgdiag.StatusFaulty}, nil
	return e
}

// mismatch is a server that is not of the kind that was asked for.
func mismatch() scenario.Expect {
	e := expect.NoConnection(pgdiag.ServerMismatch, pgdiag.RetryWait)
	e.Origin = []pgdiag.Origin{pgdiag.OriginServer, pgdiag.OriginClient, pgdiag.OriginNetwork}
	e.Scope = []pgdiag.Scope{pgdiag.ScopeConnection, pgdiag.ScopeServer}
	return e
}
