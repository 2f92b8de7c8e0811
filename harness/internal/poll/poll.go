// Package poll waits for what nobody tells: that a backend is gone, that a row is there.
package poll

import (
	"context"
	"time"
)

// How often it is asked: first often, since most waits take a millisecond, and then less so.
const (
	first = 250 * time.Microsecond
	most  = 20 * time.Millisecond
)

// Until asks again and again whether something is so. It returns nil when it is, however late that was answered, the question's
// error, or why ctx ended.
func Until(ctx context.Context, so func(context.Context) (bool, error)) error {
	wait := first
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		switch ok, err := so(ctx); {
		case ok && err == nil:
			return nil
		case over(ctx):
			return context.Cause(ctx)
		case err != nil:
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-timer.C:
		}
		wait = min(wait*3/2, most)
		timer.Reset(wait)
	}
}

// over tells whether ctx has ended, or is about to: what a question meets by the same deadline, as a dial does, it may meet a
// moment before ctx says so.
func over(ctx context.Context) bool {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	return ctx.Err() != nil
}
