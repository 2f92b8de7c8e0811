package fault

import (
	"context"
	"time"
)

// DropDatabase drops the database under those who use it: their connections end with a FATAL 57P01, and new ones get a
// FATAL 3D000. Healed, the database is there again, empty.
type DropDatabase struct{}

// Name implements Fault.
func (DropDatabase) Name() string { return "drop_database" }

// Available implements Fault.
func (DropDatabase) Available(Env) (bool, string) { return always() }

// Inject implements Fault. It has fired where the server did so.
func (f DropDatabase) Inject(ctx context.Context, env Env) (Injection, error) {
	database := env.DatabaseControl()
	if err := database.DropWhileInUse(ctx); err != nil {
		return nil, err
	}
	firing := Firing{Fault: f.Name(), At: time.Now(), Where: "the database is dropped"}
	return &doneInjection{firings: []Firing{firing}, heal: once(database.CreateAgain)}, nil
}
