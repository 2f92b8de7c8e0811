package fault_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/postgres"
)

// layoutRig is a rig with a layout of its own.
type layoutRig struct {
	*harness.Rig
	t   *testing.T
	ctx context.Context
}

// onRig runs a test on such a rig: natively, and in a container as onOwn does.
func onRig(t *testing.T, layout harness.Layout, test func(t *testing.T, s layoutRig)) {
	t.Helper()
	for _, provider := range []string{postgres.Native, postgres.Container} {
		t.Run(provider, func(t *testing.T) {
			if provider == postgres.Container && os.Getenv("PGFAULT_FULL") == "" {
				t.Skip("it takes seconds: make proof runs it")
			}
			need(t, provider)
			shared := harness.Start(t, harness.Config{Provider: provider})
			rig, err := harness.OpenAs(t.Context(), shared.Rig().Server(), layout)
			if errors.Is(err, postgres.ErrUnavailable) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
			t.Cleanup(func() {
				defer cancel()
				if err := rig.Close(ctx); err != nil {
					t.Error(err)
				}
			})
			test(t, layoutRig{Rig: rig, t: t, ctx: ctx})
		})
	}
}

func (s layoutRig) connect() *rawpg.Conn {
	s.t.Helper()
	c, err := rawpg.Connect(s.ctx, s.DSN())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Socket.Close() })
	return c
}

func (s layoutRig) inject(f fault.Fault) {
	s.t.Helper()
	i, err := s.Inject(s.ctx, f)
	if err != nil {
		s.t.Fatal(err)
	}
	fired(s.t, i, 1)
}

// primary runs SQL on the primary, and waits until a standby, where there is one, has done the same.
func (s layoutRig) primary(sql string) [][]string {
	s.t.Helper()
	rows, err := s.Admin(s.ctx, sql)
	if err == nil {
		err = s.CatchUp(s.ctx)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}
