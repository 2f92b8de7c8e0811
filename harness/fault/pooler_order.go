package fault

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// PoolerOrder is an order that an administrator gives at the console of the pgbouncer before the server, about the
// scenario's database; see "Administration Console" in its manual. Healed, the order that undoes it is given.
type PoolerOrder struct {
	// Order is pause, disable, kill or reconnect.
	Order string `json:"order" yaml:"order"`
}

// poolerOrders are the orders, each with the one that undoes it; empty where none does.
var poolerOrders = map[string]string{"pause": "RESUME", "disable": "ENABLE", "kill": "RESUME", "reconnect": ""}

// Name implements Fault.
func (PoolerOrder) Name() string { return "pooler_order" }

// Available implements Fault.
func (PoolerOrder) Available(env Env) (bool, string) {
	pooler, reason := env.PoolerControl()
	return pooler != nil, reason
}

// Inject implements Fault. It returns when the pooler has done it: a pause waits until each connection to the server is
// given back.
func (f PoolerOrder) Inject(ctx context.Context, env Env) (Injection, error) {
	pooler, reason := env.PoolerControl()
	if pooler == nil {
		return nil, &ConfigError{Fault: f.Name(), Why: reason}
	}
	undo, known := poolerOrders[f.Order]
	if !known {
		return nil, &ConfigError{Fault: f.Name(), Why: "order is pause, disable, kill or reconnect"}
	}
	order := strings.ToUpper(f.Order)
	if err := pooler.Order(ctx, order); err != nil {
		return nil, fmt.Errorf("give order: %w", err)
	}
	var heal func(context.Context) error
	if undo != "" {
		heal = once(func(ctx context.Context) error { return pooler.Order(ctx, undo) })
	}
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: time.Now(), Where: "the pooler has done: " + order}}, heal: heal}, nil
}
