package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
)

// whatItIsGiven sets the encoding that a connection has which asks for none.
const whatItIsGiven = `SELECT set_config('client_encoding', split_part(setting, '=', 2), false) FROM pg_db_role_setting, unnest(setconfig) AS setting ` +
	`WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND setting LIKE 'client_encoding=%'`

// saysNoEncoding is who takes all text for UTF-8, and leaves it to the server which it is.
var saysNoEncoding = Mutant{
	name: "says-no-encoding", Mistake: "takes all text for UTF-8, and does not say so when it connects",
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := in.right(ctx, req)
			if (req.Op == target.OpConnect || req.SQL == "RESET ALL") && err == nil && a.Succeeded() {
				_, err = in.right(ctx, target.Request{ID: req.ID, Op: target.OpQuery, Session: req.Session, SQL: whatItIsGiven, TimeoutMS: req.TimeoutMS})
			}
			return a, err
		}
	},
}
