package provide

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// AwaitStreaming waits until the server, asked over conn, streams to its standby.
func AwaitStreaming(ctx context.Context, conn *pgx.Conn) error {
	const ask = "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = '" + Standby + "' AND state = 'streaming')"
	err := poll.Until(ctx, func(ctx context.Context) (streaming bool, err error) {
		err = conn.QueryRow(ctx, ask, pgx.QueryExecModeSimpleProtocol).Scan(&streaming)
		return streaming, err
	})
	if err != nil {
		return fmt.Errorf("see the standby stream: %w", err)
	}
	return nil
}
