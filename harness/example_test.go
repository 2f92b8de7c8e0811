package harness_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
)

// A test of one's own: the connection is reset after the server has committed, and before the client hears of it.
func ExampleStart() {
	test := func(t *testing.T) {
		rig := harness.Start(t, harness.Config{})
		rig.SQL(`CREATE TABLE account (name text); GRANT ALL ON account TO public`)

		ctx := context.Background()
		conn, err := pgx.Connect(ctx, rig.DSN())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(ctx)

		rig.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}})
		if _, err := conn.Exec(ctx, `INSERT INTO account VALUES ('ada')`); err == nil {
			t.Error("the client heard of a success that was never told")
		}
		if rows := rig.SQL(`SELECT count(*) FROM account`); rows[0][0] != "1" {
			t.Error("the server has not committed")
		}
	}
	_ = test // a test function, as go test runs it
}
