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

func TestPoolerOrder(t *testing.T) {
	shared := harness.Start(t, harness.Config{})
	rig, err := harness.OpenAs(t.Context(), shared.Rig().Server(), harness.Layout{Pooler: postgres.TransactionPool})
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

	for _, c := range []struct {
		order   string
		stays   bool // a connection of before goes on, when it is healed
		refuses bool // a new one is refused, until it is healed
	}{
		{order: "reconnect", stays: true},
		{order: "pause", stays: true},
		{order: "disable", stays: true, refuses: true},
		{order: "kill"},
	} {
		before, err := open()
		if err != nil {
			t.Fatal(err)
		}
		ask(t, before, "SELECT 1", one...)
		i, err := rig.Inject(ctx, fault.PoolerOrder{Order: c.order})
		if err != nil {
			t.Fatal(err)
		}
		fired(t, i, 1)
		if c.refuses {
			if _, err := open(); err == nil {
				t.Errorf("%s: it takes a new connection", c.order)
			}
		}
		if err := rig.Heal(ctx); err != nil {
			t.Fatal(err)
		}
		if c.stays {
			ask(t, before, "SELECT 1", one...)
		} else {
			farewell(t, before, " 08P01") // it gives no severity but the one to be read
		}
		after, err := open()
		if err != nil {
			t.Fatalf("%s: connect when it is healed: %v", c.order, err)
		}
		ask(t, after, "SELECT 1", one...)
		before.Socket.Close()
		after.Socket.Close()
	}
	if _, err := rig.Inject(ctx, fault.PoolerOrder{Order: "dance"}); err == nil {
		t.Error("it has danced")
	}
	if ok, reason := (fault.PoolerOrder{}).Available(shared.Rig()); ok || reason == "" {
		t.Errorf("available without a pooler: %v, %q", ok, reason)
	}
}
