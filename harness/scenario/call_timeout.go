package scenario

import (
	"time"

	"github.com/pgfault/pgfault/harness/target"
)

// CallTimeout is the deadline of all calls on the connections that a connect or a pool_open makes, for a target that knows no
// other: the shortest of those that the steps give them.
func (s Scenario) CallTimeout(opened target.Request) time.Duration {
	sessions := map[string]bool{opened.Session: opened.Op == target.OpConnect}
	shortest := time.Duration(0)
	for _, step := range s.Steps {
		do := step.Do
		switch {
		case do == nil, do.Op == target.OpConnect, do.Op == target.OpPoolOpen:
			continue
		case do.Op == target.OpPoolAcquire:
			sessions[do.Session] = opened.Op == target.OpPoolOpen && do.Pool == opened.Pool
			continue
		case !sessions[do.Session]:
			continue
		}
		if d := do.Deadline(); shortest == 0 || d < shortest {
			shortest = d
		}
	}
	if shortest == 0 {
		return DefaultTimeout
	}
	return shortest
}
