package fault

import (
	"context"
	"fmt"
	"slices"
	"syscall"
	"time"

	"github.com/pgfault/pgfault/harness/internal/poll"
)

// Freeze stops processes of the server (SIGSTOP): they are there and do nothing, as on a host that hangs. Healed, they
// go on.
type Freeze struct {
	// Backends stops only the processes that serve connections of the endpoint; else it is the whole server, whose
	// system still takes connections for it.
	Backends bool `json:"backends,omitempty" yaml:"backends,omitempty"`
}

// Name implements Fault.
func (Freeze) Name() string { return "freeze" }

// Available implements Fault.
func (Freeze) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. It has fired where the system says of each process that it is stopped.
func (f Freeze) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	heal := func(ctx context.Context) error { return thaw(ctx, control) }
	var frozen []int
	// A process may be born while others are stopped; the postmaster, which is first, begets no more.
	err := poll.Until(ctx, func(ctx context.Context) (bool, error) {
		all, err := control.Processes(ctx)
		if err != nil {
			return false, err
		}
		if f.Backends {
			all = slices.DeleteFunc(backends(env), func(pid int) bool { return !slices.Contains(all, pid) })
		}
		stopped, err := control.Stopped(ctx)
		if err != nil {
			return false, err
		}
		awake := slices.DeleteFunc(slices.Clone(all), func(pid int) bool { return slices.Contains(stopped, pid) })
		frozen = all
		if len(awake) == 0 {
			return true, nil
		}
		return false, control.Signal(ctx, syscall.SIGSTOP, awake...)
	})
	if err != nil {
		return nil, fmt.Errorf("stop processes: %w", undoAfterError(ctx, err, heal))
	}
	return &doneInjection{firings: f.firings(env, frozen), heal: heal}, nil
}

// firings are those of the endpoint's connections, and one of all other processes, of which nobody says how many there are.
func (f Freeze) firings(env Env, frozen []int) []Firing {
	var firings []Firing
	var others []int
	now := time.Now()
	for _, pid := range frozen {
		conn := connOf(env, pid)
		if conn == 0 {
			others = append(others, pid)
			continue
		}
		where := fmt.Sprintf("the backend of connection %d is stopped", conn)
		firings = append(firings, Firing{Fault: f.Name(), At: now, Where: where, Seen: fmt.Sprintf("process %d", pid), Conn: conn})
	}
	slices.SortFunc(firings, func(a, b Firing) int { return a.Conn - b.Conn })
	if len(others) > 0 {
		firings = append(firings, Firing{Fault: f.Name(), At: now, Where: "the server is stopped", Seen: fmt.Sprintf("processes %v", others)})
	}
	return firings
}

// thaw lets all processes of a server go on.
func thaw(ctx context.Context, control Control) error {
	stopped, err := control.Stopped(ctx)
	if err != nil || len(stopped) == 0 {
		return err
	}
	return control.Signal(ctx, syscall.SIGCONT, stopped...)
}

// backends are the processes that serve connections of the endpoint.
func backends(env Env) []int {
	var pids []int
	for _, c := range env.Stage().Conns() {
		if c.Backend != 0 {
			pids = append(pids, int(c.Backend))
		}
	}
	return pids
}

// connOf is the connection of the endpoint that a process serves; 0 where it serves none.
func connOf(env Env, pid int) int {
	for _, c := range env.Stage().Conns() {
		if int(c.Backend) == pid {
			return c.Number
		}
	}
	return 0
}
