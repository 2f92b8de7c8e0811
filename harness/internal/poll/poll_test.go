package poll_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

var (
	errLimit = errors.New("the limit")
	errAsk   = errors.New("the question failed")
)

func TestUntil(t *testing.T) {
	for name, c := range map[string]struct {
		soAfter  int // questions; 0 is never
		fails    bool
		want     error
		mostAsks int
	}{
		"at once":     {soAfter: 1, mostAsks: 1},
		"in a while":  {soAfter: 7, mostAsks: 7},
		"never":       {want: errLimit, mostAsks: 70}, // a second, soon every 20 ms
		"it can't be": {fails: true, want: errAsk, mostAsks: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errLimit)
				defer cancel()
				asked := 0
				err := poll.Until(ctx, func(context.Context) (bool, error) {
					asked++
					if c.fails {
						return false, errAsk
					}
					return asked == c.soAfter, nil
				})
				if !errors.Is(err, c.want) || asked < 1 || asked > c.mostAsks {
					t.Errorf("%v after %d questions; want %v", err, asked, c.want)
				}
			})
		})
	}
}

// What a question says when its time is over is not why the wait ended.
func TestTheLimitIsTheReason(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	err := poll.Until(ctx, func(context.Context) (bool, error) {
		cancel(errLimit)
		return true, errAsk
	})
	if !errors.Is(err, errLimit) {
		t.Errorf("it ended by %v", err)
	}
}

// late is a context that says its deadline, and ends after it.
type late struct {
	context.Context
	deadline time.Time
}

func (l late) Deadline() (time.Time, bool) { return l.deadline, true }

// A question that is cut by the deadline may know of it before the context does.
func TestTheLimitIsTheReasonAMomentBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Millisecond, func() { cancel(errLimit) })
		err := poll.Until(late{ctx, time.Now()}, func(context.Context) (bool, error) { return false, errAsk })
		if !errors.Is(err, errLimit) {
			t.Errorf("it ended by %v", err)
		}
	})
}

// What is seen to be so is so, also where the answer came after the limit, as it may on a machine that is busy.
func TestALateAnswerIsOne(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	err := poll.Until(ctx, func(context.Context) (bool, error) {
		cancel(errLimit)
		return true, nil
	})
	if err != nil {
		t.Errorf("it ended by %v", err)
	}
}
