package mutant

import (
	"context"
	"fmt"
	"sync"

	"github.com/pgfault/pgfault/harness/target"
)

// keepsDeadPooled is pgx#494 and gpustack#6105: what was given back is handed out again, whatever became of it.
var keepsDeadPooled = Mutant{
	name: "keeps-dead-pooled", Mistake: "hands out again what was given back to a pool, dead or not",
	wrap: func(in *instance) doer {
		return (&hoard{do: in.right, inner: map[string]string{}, idle: map[string][]string{}}).handle
	},
}

// hoard is a pool over the pool, whose connections never go back to it before it is closed.
type hoard struct {
	do doer

	mu    sync.Mutex
	made  int
	inner map[string]string   // the name below of a session
	idle  map[string][]string // the names below of a pool's connections that nobody has
}

func (h *hoard) handle(ctx context.Context, req target.Request) (target.Answer, error) {
	switch req.Op {
	case target.OpPoolAcquire:
		return h.acquire(ctx, req)
	case target.OpPoolRelease:
		h.mu.Lock()
		name, known := h.inner[req.Session]
		if known {
			delete(h.inner, req.Session)
			h.idle[req.Pool] = append(h.idle[req.Pool], name)
		}
		h.mu.Unlock()
		if known {
			return target.Answer{OK: target.Bool(true), Status: "closed"}, nil
		}
	case target.OpPoolClose:
		h.mu.Lock()
		idle := h.idle[req.Pool]
		delete(h.idle, req.Pool)
		h.mu.Unlock()
		for _, name := range idle {
			back := target.Request{Op: target.OpPoolRelease, Pool: req.Pool, Session: name}
			if _, err := h.do(ctx, back); err != nil {
				return target.Answer{}, err
			}
		}
	}
	h.mu.Lock()
	if name, known := h.inner[req.Session]; known {
		req.Session = name
	}
	h.mu.Unlock()
	return h.do(ctx, req)
}

func (h *hoard) acquire(ctx context.Context, req target.Request) (target.Answer, error) {
	h.mu.Lock()
	if idle := h.idle[req.Pool]; len(idle) > 0 {
		h.inner[req.Session], h.idle[req.Pool] = idle[0], idle[1:]
		h.mu.Unlock()
		return fine(), nil
	}
	h.made++
	outer, name := req.Session, fmt.Sprintf("pooled %d", h.made)
	h.mu.Unlock()
	req.Session = name
	a, err := h.do(ctx, req)
	if err == nil && a.Succeeded() {
		h.mu.Lock()
		h.inner[outer] = name
		h.mu.Unlock()
	}
	return a, err
}
