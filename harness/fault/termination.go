package fault

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pgfault/pgfault/harness/internal/crash"
	"github.com/pgfault/pgfault/harness/internal/poll"

	"github.com/pgfault/pgfault/harness/wire"
)

// errHealed is why a termination that did not come about has ended.
var errHealed = errors.New("fault was healed")

// termination is the injection of a TerminateBackend, and of a CancelBackend.
type termination struct {
	env   Env
	fault string
	// function is the server's own that is called, and saw tells what on the wire shows that it had its effect.
	function string
	saw      func(wire.Message) (words string, ok bool)
	mark     uint64
	cancel   context.CancelCauseFunc
	done     chan struct{} // closed when nothing runs any more; nil where nothing did

	mu     sync.Mutex
	killed map[int]killed // by connection
	err    error
}

type killed struct {
	pid uint32
	at  time.Time
}

// Fired implements Injection.
func (t *termination) Fired() []Firing {
	t.mu.Lock()
	defer t.mu.Unlock()
	var firings []Firing
	for _, m := range t.env.Stage().Since(t.mark) {
		k, ok := t.killed[m.Conn]
		words, dead := t.saw(m)
		if ok && dead && !seen(firings, m.Conn) {
			where, words := fmt.Sprintf("the backend of connection %d", m.Conn), fmt.Sprintf("process %d, by %s", k.pid, words)
			firings = append(firings, Firing{Fault: t.fault, At: k.at, Where: where, Seen: words, Conn: m.Conn})
		}
	}
	return firings
}

func seen(firings []Firing, conn int) bool {
	for _, f := range firings {
		if f.Conn == conn {
			return true
		}
	}
	return false
}

// Heal implements Injection. It ends the waiting, and returns what went wrong meanwhile.
func (t *termination) Heal(ctx context.Context) error {
	if t.done == nil {
		return nil
	}
	t.cancel(errHealed)
	select {
	case <-t.done:
		t.mu.Lock()
		defer t.mu.Unlock()
		return t.err
	case <-ctx.Done():
		return fmt.Errorf("heal %s: %w", t.fault, context.Cause(ctx))
	}
}

// start waits in the background until a statement with that text runs, and terminates its backend.
func (t *termination) start(ctx context.Context, text string) {
	ctx, t.cancel = context.WithCancelCause(context.WithoutCancel(ctx))
	t.done = make(chan struct{})
	hunt := func() (bool, error) {
		pids, err := t.terminate(ctx, "state = 'active' AND position(lower("+literal(text)+") IN lower(query)) > 0")
		return len(pids) > 0, err
	}
	armed, err := t.env.Stage().Arm(wire.Trap{At: wire.Position{Direction: wire.Upstream}, Do: wire.Observe{}})
	go func() {
		defer crash.Guard()
		defer close(t.done)
		var hit bool
		if err == nil {
			defer armed.Disarm()
			hit, err = hunt()
		}
		if err == nil && !hit {
			// There is nothing to ask the server for until a client says something.
			if _, err = armed.Wait(ctx); err == nil {
				err = poll.Until(ctx, func(context.Context) (bool, error) { return hunt() })
			}
		}
		if err != nil && !errors.Is(err, errHealed) && !errors.Is(context.Cause(ctx), errHealed) {
			t.mu.Lock()
			t.err = err
			t.mu.Unlock()
		}
	}()
}

// terminate ends those backends of the endpoint's connections for which condition, in SQL, holds.
func (t *termination) terminate(ctx context.Context, condition string) ([]string, error) {
	conns := map[string]wire.Conn{}
	var all []string
	for _, c := range t.env.Stage().Conns() {
		if c.Backend != 0 {
			pid := strconv.FormatUint(uint64(c.Backend), 10)
			conns[pid] = c
			all = append(all, pid)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	// Whoever sees the end of a connection and then asks what has fired waits here until it is known.
	t.mu.Lock()
	defer t.mu.Unlock()
	rows, err := t.env.Admin(ctx, "WITH hit AS MATERIALIZED (SELECT pid FROM pg_stat_activity WHERE pid IN ("+
		strings.Join(all, ",")+") AND "+condition+") SELECT pid FROM hit WHERE "+t.function+"(pid)")
	if err != nil {
		return nil, fmt.Errorf("call %s: %w", t.function, err)
	}
	var pids []string
	for _, row := range rows {
		c := conns[row[0]]
		if t.killed == nil {
			t.killed = map[int]killed{}
		}
		t.killed[c.Number] = killed{pid: c.Backend, at: time.Now()}
		pids = append(pids, row[0])
	}
	return pids, nil
}

// gone waits until the server has none of pids any more, and the wire has seen the end of each.
func (t *termination) gone(ctx context.Context, pids []string) error {
	if len(pids) == 0 {
		return nil
	}
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		rows, err := t.env.Admin(ctx, "SELECT count(*) FROM pg_stat_activity WHERE pid IN ("+strings.Join(pids, ",")+")")
		return err == nil && rows[0][0] == "0" && len(t.Fired()) == len(pids), err
	})
	if err != nil {
		return fmt.Errorf("see backends gone: %w", err)
	}
	return nil
}

// literal is text as a constant in SQL, whatever the server's settings are.
func literal(text string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
