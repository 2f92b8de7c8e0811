package layersweep

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/pgfault/pgfault/harness/wire"
)

// recording is what an operation says and hears on the wire without a fault.
type recording struct {
	messages []wire.Message
	calls    []int // of each message, the call that it is of
	rounds   []int // of each message, the round trip that it is of, counted through
	fails    bool  // the last call fails by itself
	parts    []string
}

// errNoError says that an operation that is to fail by itself did not.
var errNoError = errors.New("no error")

// record runs an operation without a fault.
func (s *stand) record(ctx context.Context, op Operation) (r recording, err error) {
	ctx, stop := context.WithTimeoutCause(ctx, callLimit, errHung)
	defer stop()
	stage := s.rig.Stage()
	s.runs++
	on, err := open(ctx, op, s.dsn, s.runs)
	if err != nil {
		return r, fmt.Errorf("record %s: %w", op, err)
	}
	defer on.close(ctx)
	round, waits := 0, false
	var own error
	for i, c := range op.Calls {
		mark := stage.Mark()
		err := c.Do(ctx, on)
		for _, m := range stage.Since(mark) {
			if m.Event != "" {
				continue
			}
			if m.Direction == wire.Upstream {
				if waits {
					round++
				}
				waits = turns(m)
			}
			r.messages, r.calls, r.rounds = append(r.messages, m), append(r.calls, i), append(r.rounds, round)
		}
		if err != nil {
			r.fails, own = true, err
			break
		}
	}
	on.close(ctx)
	if r.fails != op.Fails {
		return r, fmt.Errorf("record %s: without a fault: %w", op, cmp.Or(own, errNoError))
	}
	r.parts, err = s.truth(ctx, on)
	return r, err
}

// turns tells whether a client waits for answers when it has sent this.
func turns(m wire.Message) bool {
	switch m.Type {
	case "Query", "Sync", "Flush", "CopyDone", "CopyFail", "FunctionCall":
		return true
	}
	return false
}

// last tells whether the next message travels the other way, or there is none.
func (r recording) last(i int) bool {
	return i+1 == len(r.messages) || r.messages[i+1].Direction != r.messages[i].Direction
}
