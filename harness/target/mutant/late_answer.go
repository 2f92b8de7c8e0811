package mutant

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/target"
	"github.com/pgfault/pgfault/pgdiag"
)

// lateAnswer is every client that stops waiting and keeps the connection: the next question gets the last one's answer.
var lateAnswer = Mutant{
	name: "late-answer", Mistake: "gives up an answer that is late, and takes it for the next question's",
	wrap: func(in *instance) doer {
		l := &late{do: in.right, pending: map[string]*running{}, ops: []target.Op{target.OpQuery}}
		in.ends = append(in.ends, l.end)
		return l.handle
	},
}

// lateAnswerOfAny is the same of every way to ask, and it says nothing of its connection: nobody is told not to use it.
var lateAnswerOfAny = Mutant{
	name: "late-answer-of-any", Mistake: "gives up an answer that is late, however it was asked for, keeps it for the next question, and says no status",
	wrap: func(in *instance) doer {
		l := &late{do: in.right, pending: map[string]*running{}, ops: []target.Op{
			target.OpQuery, target.OpExecute, target.OpBatch, target.OpCopyOut, target.OpQueryRest,
		}}
		in.ends = append(in.ends, l.end)
		return func(ctx context.Context, req target.Request) (target.Answer, error) {
			a, err := l.handle(ctx, req)
			a.Status, a.Tx = "", ""
			return a, err
		}
	},
}

type late struct {
	do  doer
	ops []target.Op // those whose answers can be late

	mu      sync.Mutex
	pending map[string]*running // by session: the question whose answer nobody has taken yet
}

// running is a question that is asked without a deadline.
type running struct {
	cancel context.CancelFunc
	done   chan struct{}
	answer target.Answer
	err    error
}

func (l *late) handle(ctx context.Context, req target.Request) (target.Answer, error) {
	switch {
	case req.Op == target.OpCancel, req.Op == target.OpStatus, req.Session == "":
		return l.do(ctx, req)
	case !slices.Contains(l.ops, req.Op):
		l.drop(req.Session)
		return l.do(ctx, req)
	}
	l.mu.Lock()
	earlier := l.pending[req.Session]
	if earlier == nil {
		earlier = l.ask(ctx, req)
		l.pending[req.Session] = earlier
	}
	l.mu.Unlock()
	timer := time.NewTimer(time.Duration(req.TimeoutMS) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-earlier.done:
	case <-timer.C:
		return target.Answer{
			OK: target.Bool(false), Status: pgdiag.StatusOpen, Tx: pgdiag.TxActive,
			Error: &target.Error{Message: "no answer in time", Condition: string(pgdiag.CallerDeadline)},
		}, nil
	}
	l.mu.Lock()
	delete(l.pending, req.Session)
	l.mu.Unlock()
	return earlier.answer, earlier.err
}

// ask asks a question and waits for its answer without end.
func (l *late) ask(ctx context.Context, req target.Request) *running {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &running{cancel: cancel, done: make(chan struct{})}
	req.TimeoutMS = 0
	go func() {
		defer crash.Guard()
		defer close(r.done)
		defer cancel()
		r.answer, r.err = l.do(ctx, req)
	}()
	return r
}

// drop forgets what runs on a session.
func (l *late) drop(session string) {
	l.mu.Lock()
	r := l.pending[session]
	delete(l.pending, session)
	l.mu.Unlock()
	if r != nil {
		r.cancel()
		<-r.done
	}
}

func (l *late) end() {
	l.mu.Lock()
	var names []string
	for name := range l.pending {
		names = append(names, name)
	}
	l.mu.Unlock()
	for _, name := range names {
		l.drop(name)
	}
}
