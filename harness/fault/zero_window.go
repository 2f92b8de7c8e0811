package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// ZeroWindow stops reading from one side and keeps its socket open: what that side writes fills all buffers, until its
// writes block. It has fired when the kernel told that side that there is no room left, which takes as much as a receive buffer
// holds: some 100 kB on a new connection, megabytes on one that has carried much. Healed, all moves on.
type ZeroWindow struct {
	// At is the position; the zero Position means now, on every connection that is open.
	At wire.Position `json:"at,omitzero" yaml:"at,omitempty"`
	// Only is the direction that isn't read; empty means upstream, where the client's writes block.
	Only wire.Direction `json:"only,omitempty" yaml:"only,omitempty"`
	// Times is how often it fires; 0 means once, less than 0 without end.
	Times int `json:"times,omitempty" yaml:"times,omitempty"`
}

// Name implements Fault.
func (ZeroWindow) Name() string { return "zero_window" }

// Available implements Fault.
func (ZeroWindow) Available(Env) (bool, string) {
	return wire.TellsWindow(), "the kernel does not tell how much a peer may write (Linux does, from 6.2 on)"
}

// Inject implements Fault.
func (f ZeroWindow) Inject(_ context.Context, env Env) (Injection, error) {
	if err := oneWay(f, f.Only); err != nil {
		return nil, err
	}
	return arm(f, env, wire.Trap{At: f.At, Do: wire.ZeroWindow{Direction: f.Only}, Times: f.Times})
}
