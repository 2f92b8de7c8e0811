package stream

import (
	"slices"

	"github.com/pgfault/pgfault/harness/scenario"
	"github.com/pgfault/pgfault/pgdiag"
	"github.com/pgfault/pgfault/scenarios/internal/expect"
	"github.com/pgfault/pgfault/scenarios/stock"
)

// slowToEnd is a ledger in which a statement that writes takes its time, when the server has all that it needs of it.
func slowToEnd() scenario.Given {
	return scenario.Given{SQL: append(slices.Clone(stock.Ledger),
		"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(10); RETURN NULL; END $$",
		"CREATE TRIGGER wait AFTER INSERT ON ledger FOR EACH STATEMENT EXECUTE FUNCTION wait()")}
}

// silent is a listener's connection on which nothing comes any more.
func silent() scenario.Expect {
	e := expect.Retry(pgdiag.RetryReconnect, expect.Lost(pgdiag.ConnectionSilent))
	e.Outcome = nil
	return e
}
