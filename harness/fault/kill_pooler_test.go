package fault_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/pgfault/pgfault/harness"
	"github.com/pgfault/pgfault/harness/fault"
	"github.com/pgfault/pgfault/harness/internal/rawpg"
	"github.com/pgfault/pgfault/harness/postgres"
)

func TestKillPooler(t *testing.T) {
	shared := harness.Start(t, harness.Config{})
	rig, err := harness.OpenAs(t.Context(), shared.Rig().Server(), harness.Layout{Pooler: postgres.SessionPool})
	if errors.Is(err, postgres.ErrUnavailable) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rig.Close(context.WithoutCancel(t.Context())) }()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	open := func() (*rawpg.Conn, error) { return rawpg.Connect(ctx, rig.DSN()) }

	for _, f := range []fault.KillPooler{{}, {Restart: true}} {
		c, err := open()
		if err != nil {
			t.Fatal(err)
		}
		ask(t, c, "SELECT 1", one...)
		i, err := rig.Inject(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		fired(t, i, 1)
		farewell(t, c, "")
		if next, err := open(); (err == nil) != f.Restart {
			t.Errorf("%+v: connect: %v", f, err)
		} else if err == nil {
			ask(t, next, "SELECT 1", one...)
			next.Socket.Close()
		}
		if err := rig.Heal(ctx); err != nil {
			t.Fatal(err)
		}
		c.Socket.Close()
	}
	if ok, reason := (fault.KillPooler{}).Available(shared.Rig()); ok || reason == "" {
		t.Errorf("available without a pooler: %v, %q", ok, reason)
	}
}
