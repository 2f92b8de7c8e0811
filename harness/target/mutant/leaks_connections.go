package mutant

import (
	"context"

	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// leaksConnections is every Close that was forgotten on one path. It is blunt: every scenario ends with a close.
var leaksConnections = Mutant{
	name: "leaks-connections", Mistake: "says that a session is closed, and leaves it open", Blunt: true, Waits: true,
	wrap: func(in *instance) doer {
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			if req.Op == target.OpClose {
				return target.Answer{OK: target.Bool(true), Status: pgdiag.StatusClosed, Tx: pgdiag.TxUnknown}, nil
			}
			return in.right(ctx, req)
		}
	},
}
