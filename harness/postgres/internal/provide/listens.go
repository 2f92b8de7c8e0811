package provide

import (
	"context"
	"fmt"
	"net"
	"time"
)

// listenTimeout is how long a pgbouncer may take to listen; it takes some milliseconds, and a container its time.
const listenTimeout = 10 * time.Second

// Listens waits until somebody takes connections at an address.
func Listens(ctx context.Context, addr string, exited <-chan struct{}) error {
	ctx, cancel := context.WithTimeoutCause(ctx, listenTimeout, fmt.Errorf("nobody listens at %s within %v", addr, listenTimeout))
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-tick.C:
		case <-exited:
			return ErrExited
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
