package fault

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// FillConnections opens connections of the ordinary user until the server takes no more: whoever comes then gets a FATAL
// 53300 (too_many_connections). It takes a server of the scenario's own, since others would be refused too; its number is
// max_connections, less those that are reserved for superusers. A role's or a database's limit is SQL.
type FillConnections struct{}

// Name implements Fault.
func (FillConnections) Name() string { return "fill_connections" }

// Available implements Fault.
func (FillConnections) Available(env Env) (bool, string) { return controlled(env) }

// Inject implements Fault. It has fired where the server refused one with 53300.
func (f FillConnections) Inject(ctx context.Context, env Env) (Injection, error) {
	opened, release, err := env.DatabaseControl().Occupy(ctx)
	if err != nil {
		return nil, errors.Join(err, release(ctx))
	}
	words := fmt.Sprintf("%d connections are ours", opened)
	return &doneInjection{firings: []Firing{{Fault: f.Name(), At: time.Now(), Where: "the server takes no more connections", Seen: words}}, heal: release}, nil
}
