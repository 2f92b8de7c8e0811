package pooler

import (
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// says is what pgbouncer says itself when it ends a connection: always 08P01, and it does not know what the server did.
func says() scenario.Expect {
	e := expect.Unknown(expect.Fatal("protocol_violation", "08P01", "OperationalError"))
	e.Origin = []pgdiag.Origin{pgdiag.OriginPooler}
	return e
}

// losesServer ends a connection at a place, with what poolers say that fill in the V field.
func losesServer(at wire.Position) fault.Inject {
	return fault.Inject{At: at, Say: wire.Content{Error: wire.Fields{Severity: "FATAL", SQLState: "XX000", Message: "DbHandler exited"}}, Close: true}
}

// serverLost is what losesServer means: whoever speaks does not know what the server did.
func serverLost() scenario.Expect {
	e := expect.Unknown(expect.Fatal("internal_error", "XX000", "InternalError"))
	e.Origin = []pgdiag.Origin{pgdiag.OriginPooler}
	return e
}

// saysInTransaction is says before COMMIT was sent: whatever has become of the server, the transaction is gone.
func saysInTransaction() scenario.Expect { return expect.RolledBack(pgdiag.RetryReconnect, says()) }

// turnedAway is what pgbouncer says to a client that it does not let in.
func turnedAway(condition, sqlstate string, r pgdiag.Retry) scenario.Expect {
	e := expect.Turned(condition, sqlstate, r)
	e.Origin = []pgdiag.Origin{pgdiag.OriginPooler}
	return e
}

// own asks for a ledger on a server that may be harmed, with a pooler before it.
func own(mode string, settings map[string]string) scenario.Given {
	g := given(mode, settings)
	g.Own = true
	return g
}

// given asks for a ledger, with a pooler before the server.
func given(mode string, settings map[string]string) scenario.Given {
	return scenario.Given{SQL: stock.Ledger, Pooler: mode, PoolerSettings: settings}
}

// slowToCommit is own, where the COMMIT of an INSERT takes its time.
func slowToCommit() scenario.Given {
	g := own("transaction", nil)
	g.SQL = append(append([]string(nil), g.SQL...),
		"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(10); RETURN NULL; END $$",
		"CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()")
	return g
}

// down is a connect to a pooler that is not there. The proxy before it takes the connection, and ends it in one way or the
// other.
func down() scenario.Expect {
	end := func(c pgdiag.Condition) scenario.Expect {
		e := expect.NoConnection(c, pgdiag.RetryReconnect)
		e.Retry = []pgdiag.Retry{pgdiag.RetryReconnect, pgdiag.RetryWait}
		return e
	}
	return expect.Or(end(pgdiag.ConnectionClosedByPeer), end(pgdiag.ConnectionReset))
}

// patience is a query_wait_timeout or query_timeout, in seconds, for a scenario where it passes. A login to a server that has
// just started takes up to half a second on a slow machine, and has to be in time: that for the next connection, once all is
// healed.
const patience = "1"

// served is true while the pooler has a connection to the server.
const served = `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND usename <> current_user`

// released is true when the pooler has taken a server connection back from a session that ended.
const released = `SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND query = 'DISCARD ALL' AND state = 'idle'`

// connectWith is a connect with another password.
func connectWith(session, password string, e scenario.Expect) scenario.Step {
	return scenario.Step{Do: &scenario.Do{Op: target.OpConnect, Session: session, Password: password, Expect: e}}
}

// beginFails is a BEGIN that must not succeed.
func beginFails(session string, e scenario.Expect) scenario.Step {
	return scenario.Step{Do: &scenario.Do{Op: target.OpBegin, Session: session, Expect: e}}
}
