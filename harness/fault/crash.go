package fault

import (
	"context"
	"fmt"
	"strconv"
	"syscall"
	"time"
)

// Crash kills one process of the server (SIGKILL), upon which the server ends all others and recovers: see "Crash of a
// backend" in the manual under restart_after_crash. A client of another process is told so in a WARNING 57P02 before
// its connection ends, mostly (see Immediate); that of the killed one hears nothing.
type Crash struct {
	// Backend kills the process that serves the newest connection of the endpoint; else it is one that serves nobody.
	Backend bool `json:"backend,omitempty" yaml:"backend,omitempty"`
}

// Name implements Fault.
func (Crash) Name() string { return "crash" }

// Available implements Fault.
func (Crash) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. It returns when all processes of before but the postmaster are gone. Healed, the server takes
// connections again.
func (f Crash) Inject(ctx context.Context, env Env) (Injection, error) {
	control, reason := env.Control()
	if control == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	victim, err := f.victim(ctx, env)
	if err != nil {
		return nil, err
	}
	conn := connOf(env, victim)
	before, err := control.Processes(ctx)
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	if err := control.Signal(ctx, syscall.SIGKILL, victim); err != nil {
		return nil, fmt.Errorf("kill process: %w", err)
	}
	at := time.Now()
	if err := control.Gone(ctx, before[1:]...); err != nil {
		return nil, fmt.Errorf("see the server end its processes: %w", err)
	}
	where := "the checkpointer was killed, and the server ended all others"
	if f.Backend {
		where = fmt.Sprintf("the backend of connection %d was killed, and the server ended all others", conn)
	}
	words := fmt.Sprintf("process %d and %d others", victim, len(before)-2)
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: at, Where: where, Seen: words, Conn: conn}}, heal: control.Ready}, nil
}

func (f Crash) victim(ctx context.Context, env Env) (int, error) {
	if f.Backend {
		all := backends(env)
		if len(all) == 0 {
			return 0, &ConfigError{Fault: f.Name(), Why: "no connection of the endpoint has a backend"}
		}
		return all[len(all)-1], nil
	}
	rows, err := env.Admin(ctx, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
	if err != nil || len(rows) == 0 {
		return 0, fmt.Errorf("look for a process to kill: %w", err)
	}
	return strconv.Atoi(rows[0][0])
}
