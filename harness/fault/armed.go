package fault

import (
	"context"

	"github.com/pgfault/pgfault/harness/wire"
)

// arm injects a fault that is an action of the wire stage.
func arm(f Fault, env Env, trap wire.Trap) (Injection, error) {
	a, err := env.Stage().Arm(trap)
	if err != nil {
		return nil, err
	}
	return &armed{name: f.Name(), trap: a}, nil
}

// armed is the injection of a fault that waits at a position.
type armed struct {
	name string
	trap *wire.Armed
}

func (a *armed) Fired() []Firing {
	var firings []Firing
	for _, f := range a.trap.Fired() {
		firings = append(firings, Firing{Fault: a.name, At: f.At, Where: f.Where(), Conn: f.Conn})
	}
	return firings
}

func (a *armed) Heal(context.Context) error {
	a.trap.Disarm()
	return nil
}
