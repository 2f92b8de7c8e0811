package provide

import (
	"context"
	"fmt"
	"net"
	"time"
)

// listenTimeout is how long a pgbouncer may take to listen; it takes some milliseconds, and a container its time.
const listenTimeout = 10 * time.Second

// Listens waits until somebody takes connections at an address, and has not seen then that who was started for it ended.
func Listens(ctx context.Context, addr string, exited <-chan struct{}) error {
	ctx, cancel := context.WithTimeoutCause(ctx, listenTimeout, fmt.Errorf("nobody listens at %s within %v", addr, listenTimeout))
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err == nil {
			err = conn.Close()
			select {
			case <-exited: // it is somebody else's
				return ErrExited
			default:
				return err
			}
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
