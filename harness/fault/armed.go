package fault

import (
	"context"
	"fmt"

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
	return firings(a.name, a.trap.Fired())
}

// firings are what the wire stage has done, as firings of a fault.
func firings(name string, acts []wire.Firing) []Firing {
	var firings []Firing
	for _, f := range acts {
		firing := Firing{Fault: name, At: f.At, Where: f.Where(), Conn: f.Conn}
		if f.Message.Type != "" {
			firing.Seen = fmt.Sprintf("a message of %d bytes", f.Message.Size)
		}
		firings = append(firings, firing)
	}
	return firings
}

func (a *armed) Heal(context.Context) error {
	a.trap.Disarm()
	return nil
}

// oneWay checks a field that names a direction, or none.
func oneWay(f Fault, only wire.Direction) error {
	switch only {
	case "", wire.Upstream, wire.Downstream:
		return nil
	}
	return &ConfigError{Fault: f.Name(), Why: "only is " + string(wire.Upstream) + ", " + string(wire.Downstream) + " or empty"}
}
