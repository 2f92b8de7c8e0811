package sweep

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pgfault/pgfault/harness/engine"
	"github.com/pgfault/pgfault/harness/internal/poll"
	"github.com/pgfault/pgfault/harness/verdict"
)

// leakLimit is how long the target's connections may outlive their sessions.
const leakLimit = 2 * time.Second

// errLeak is why the wait for the end of the target's connections ended.
var errLeak = errors.New("connections are left")

// awaitConnectionsGone waits until of the target's connections only the newest is left, where it is to be kept, and
// asks the truth, which nobody can change any more. What would not go is noted, and ended. An instance that is of no further
// use is ended first, and its connections with it: whether it would have closed them nobody can ask it.
func (st *testbed) awaitConnectionsGone(ctx context.Context, c *verdict.Case, keep bool) ([][][]string, error) {
	if st.broken {
		engine.EndTarget(ctx, st.inst)
	}
	truth, left, err := st.await(ctx, keep, st.others)
	if !errors.Is(err, errLeak) {
		return truth, err
	}
	leaks, ours := engine.Leftovers(left, st.others(keep) > 0)
	c.Leaks = append(c.Leaks, leaks...)
	for _, err := range ours {
		c.Troubles = append(c.Troubles, verdict.Trouble{Text: err.Error()})
	}
	for _, b := range left {
		if _, err := st.exec(ctx, "SELECT pg_terminate_backend("+b[0]+")"); err != nil {
			return nil, err
		}
	}
	// Their clients may stay at the endpoint: they have nobody to ask there.
	truth, _, err = st.await(ctx, keep, func(bool) int { return 0 })
	return truth, err
}

// await asks until the connections are gone what is left of them and what the server holds: in one question, of which each
// part sees what was done before the part before it was answered. waiting is how many may still get a backend.
func (st *testbed) await(ctx context.Context, keep bool, waiting func(keep bool) int) (truth [][][]string, left [][]string, err error) {
	limited, cancel := context.WithTimeoutCause(ctx, leakLimit, errLeak)
	defer cancel()
	err = poll.Until(limited, func(context.Context) (bool, error) {
		// Those that never came to the server have no backend, and those that wait in the endpoint may still get one.
		there := waiting(keep)
		got, err := st.exec(ctx, st.backends+" AND pid <> "+st.keptBackend(keep)+"; "+st.truth())
		if err != nil {
			return false, err
		}
		left, truth = got[0], got[1:]
		return len(left) == 0 && there == 0, nil
	})
	return truth, left, err
}

// truth is what the workload's truth is asked by.
func (st *testbed) truth() string {
	parts := make([]string, len(st.workload.Truth))
	for i, t := range st.workload.Truth {
		parts[i] = strings.TrimRight(t.SQL, "; \n\t")
	}
	return strings.Join(parts, "; ")
}

// keptBackend is the backend of the newest connection, where that is kept; "0" is none.
func (st *testbed) keptBackend(keep bool) string {
	conns := st.rig.Stage().Conns()
	if !keep || len(conns) == 0 {
		return "0"
	}
	return fmt.Sprint(conns[len(conns)-1].Backend)
}

// others is how many connections the endpoint has, but for the one that is kept.
func (st *testbed) others(keep bool) int {
	n := len(st.rig.Stage().Conns())
	if keep && n > 0 {
		n--
	}
	return n
}
