package provide

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// AwaitStreaming waits until the server, asked over conn, streams to its standby.
func AwaitStreaming(ctx context.Context, conn *pgx.Conn, pause time.Duration) error {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		var streaming bool
		const ask = "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = '" + Standby + "' AND state = 'streaming')"
		if err := conn.QueryRow(ctx, ask, pgx.QueryExecModeSimpleProtocol).Scan(&streaming); err != nil {
			return fmt.Errorf("ask for standby: %w", err)
		}
		if streaming {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("await standby: %w", context.Cause(ctx))
		}
	}
}
