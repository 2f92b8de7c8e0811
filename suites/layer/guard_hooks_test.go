package layer_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/wire"
	"github.com/pgfault/pgfault/pgdiag"
)

// TestOpenDBThatSeesLessExecutesOnce takes away what the guard sees by, and loses the answer to an INSERT: pgx before 5.13
// says of it that it was not sent, and what was not seen is no reason to believe that.
func TestOpenDBThatSeesLessExecutesOnce(t *testing.T) {
	for name, replace := range map[string]func(c, plain *pgx.ConnConfig){
		"Tracer":          func(c, _ *pgx.ConnConfig) { c.Tracer = nil },
		"BuildFrontend":   func(c, plain *pgx.ConnConfig) { c.BuildFrontend = plain.BuildFrontend },
		"DialFunc":        func(c, plain *pgx.ConnConfig) { c.DialFunc = plain.DialFunc },
		"AfterNetConnect": func(c, _ *pgx.ConnConfig) { c.AfterNetConnect = nil },
		"AfterConnect":    func(c, _ *pgx.ConnConfig) { c.AfterConnect = nil },
	} {
		t.Run(name, func(t *testing.T) {
			r := rig(t)
			cfg, err := pgx.ParseConfig(r.DSN())
			if err != nil {
				t.Fatal(err)
			}
			cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
			plain := cfg.Copy()
			db := pgdiag.OpenDB(cfg, stdlib.OptionBeforeConnect(func(_ context.Context, c *pgx.ConnConfig) error {
				replace(c, plain)
				return nil
			}))
			defer db.Close()
			if err := db.PingContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			r.Inject(fault.Reset{At: wire.Position{Message: "CommandComplete", Tag: "INSERT"}})
			_, err = db.ExecContext(t.Context(), `INSERT INTO t VALUES (random())`)
			r.Heal()
			if got := rows(t, r); err == nil || pgdiag.MayRetry(err) || pgdiag.NotSent(err) || got != "1" {
				t.Errorf("%v: may be tried again %t, not sent %t, and the server holds %s rows", err, pgdiag.MayRetry(err), pgdiag.NotSent(err), got)
			}
		})
	}
}
