package engine

import (
	"context"
	"time"
)

// until asks again and again whether something is so, first often and then less so. It returns nil when it is, the
// question's error, or why ctx ended.
func until(ctx context.Context, so func(context.Context) (bool, error)) error {
	start := time.Now()
	timer := time.NewTimer(poll)
	defer timer.Stop()
	for {
		switch ok, err := so(ctx); {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			return err
		case ok:
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-timer.C:
		}
		next := poll
		if time.Since(start) > pollSoon {
			next = pollSlow
		}
		timer.Reset(next)
	}
}
