package container

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/moby/moby/client"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Docker is asked whether it is there when something has taken watchEvery, which a start seldom does, and again as often. It is
// gone where it has not answered for goneAfter.
const (
	watchEvery = time.Second
	goneAfter  = 10 * time.Second
)

// watched gives a context for what waits for Docker, a minute or, where an image is pulled, longer: it ends where Docker stops
// to answer. The caller ends the watch.
func (c *pooledContainer) watched(ctx context.Context) (_ context.Context, end context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		defer crash.Guard()
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return
			}
			err := c.dockerAnswers(ctx, goneAfter)
			if err != nil && ctx.Err() == nil {
				c.daemon.Abandon()
				cancel(&provide.UnavailableError{Provider: Name, Reason: "Docker stopped to answer: " + oneLine(err), Advice: startAdvice, Err: err})
				return
			}
		}
	}()
	return ctx, func() { cancel(nil) }
}

// dockerAnswers asks Docker for a sign of life; the error is why there is none in that time.
func (c *pooledContainer) dockerAnswers(ctx context.Context, within time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(ctx, within, fmt.Errorf("no answer within %v", within))
	defer cancel()
	if _, err := c.docker.Ping(ctx, client.PingOptions{}); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// stopped is why Docker stopped to answer, where that ended a watched context, and else the error as it is.
func stopped(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, provide.ErrUnavailable) {
		return cause
	}
	return err
}
