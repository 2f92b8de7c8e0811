package sweep

import (
	"context"
	"time"
)

// How often something is looked for: first often, since a point takes milliseconds.
const (
	pollFirst = 250 * time.Microsecond
	pollMost  = 20 * time.Millisecond
)

// until asks again and again whether something is so. It returns nil when it is, the question's error, or why ctx ended.
func until(ctx context.Context, so func() (bool, error)) error {
	wait := pollFirst
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		switch ok, err := so(); {
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
		wait = min(2*wait, pollMost)
		timer.Reset(wait)
	}
}
