package mutant

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/target"
)

// writingLimit is how long its writes may stand still, and small what all buffers take at once, so that nothing stands still.
const (
	writingLimit = 100 * time.Millisecond
	small        = 1 << 20
)

// givesUpWriting is who takes a socket that takes no more for one that is broken.
var givesUpWriting = Mutant{
	name: "gives-up-writing", Mistake: "takes a connection for lost when a batch stands still in the middle of a write",
	wrap: func(in *instance) doer {
		var sessions opened
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			sessions.remember(req)
			if req.Op != target.OpBatch {
				return in.right(ctx, req)
			}
			sessions.mu.Lock()
			dsn := sessions.by[req.Session].DSN
			sessions.mu.Unlock()
			if len(strings.Join(req.Statements, "")) < small {
				return in.right(ctx, req)
			}
			if err := writable(ctx, dsn, req); err != nil {
				a := fine()
				a.OK, a.Error = target.Bool(false), &target.Error{Message: err.Error()}
				return a, nil
			}
			return in.right(ctx, req)
		}
	},
}

// writable does a batch on a connection of its own in a transaction that it gives up, to see whether it can be written.
func writable(ctx context.Context, dsn string, req target.Request) error {
	pg, err := pgconn.Connect(ctx, libpqenv.DSN(dsn))
	if err != nil {
		return nil // as the batch itself will tell
	}
	defer func() { _ = pg.Close(context.WithoutCancel(ctx)) }()
	all, err := (&pgproto3.Query{String: "BEGIN"}).Encode(nil)
	for _, sql := range req.Statements {
		if err == nil {
			all, err = (&pgproto3.Query{String: sql}).Encode(all)
		}
	}
	if err != nil {
		return err
	}
	if err := pg.Conn().SetWriteDeadline(time.Now().Add(writingLimit)); err != nil {
		return err
	}
	if _, err := pg.Conn().Write(all); err != nil {
		return fmt.Errorf("the connection is lost: %w", err)
	}
	return nil
}
