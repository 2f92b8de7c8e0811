package wrap

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
)

// invariants asks, while a program runs and when it has ended, for what must never be.
type invariants struct {
	t     *trial
	stop  context.CancelFunc
	ended sync.WaitGroup

	mu     sync.Mutex
	broken []string
	err    error
}

// invariantEvery is how often it is asked.
const invariantEvery = 10 * time.Millisecond

// watchInvariants begins to ask; nil asks for nothing.
func (w *Wrap) watchInvariants(ctx context.Context, t *trial) *invariants {
	if len(w.cfg.Invariant) == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	v := &invariants{t: t, stop: stop}
	v.ended.Go(func() {
		defer crash.Guard()
		tick := time.NewTicker(invariantEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				v.ask(ctx)
			}
		}
	})
	return v
}

// end asks once more, and says what was found.
func (v *invariants) end(ctx context.Context) ([]string, error) {
	if v == nil {
		return nil, nil
	}
	v.stop()
	v.ended.Wait()
	v.mu.Lock()
	v.err = nil // while the program runs, a table may not be there yet
	v.mu.Unlock()
	v.ask(ctx)
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.broken, v.err
}

// ask asks each of them.
func (v *invariants) ask(ctx context.Context) {
	for _, sql := range v.t.w.cfg.Invariant {
		rows, err := v.t.rig.Database().Ask(ctx, "NULL", sql)
		v.mu.Lock()
		switch {
		case ctx.Err() != nil:
		case err != nil:
			v.err = &ProgramError{fmt.Sprintf("--invariant %q: %v", short(sql), err)}
		case len(rows) > 0 && len(v.broken) == 0:
			v.broken = append(v.broken, fmt.Sprintf("%q gives %s", short(sql), short(strings.Join(rows[0], " | "))))
		}
		v.mu.Unlock()
	}
}
