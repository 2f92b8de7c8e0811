package reference

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/target"
)

// Layer is what stands between pgx and the claims: what is attached to each connection, and what is claimed after each
// operation. The reference target's is pgdiag.
type Layer interface {
	// Hello is what the target says of itself.
	Hello() target.Hello
	// Attach prepares the configuration of a connection, or of those of a pool.
	Attach(cfg *pgx.ConnConfig) error
	// Claim adds to a what became of an operation: err is what pgx returned, conn the connection it was done on, nil
	// where there is none. closed says that the operation was its owner's Close, or that it was given back to a pool.
	Claim(a target.Answer, conn *pgx.Conn, err error, closed bool) target.Answer
}

// Follower is a Layer that wants to know of a call which no connection is known for yet: an acquire of a pool's.
type Follower interface {
	// Follow gives the context for the call, and what makes of its error one that the layer knows more of.
	Follow(ctx context.Context) (context.Context, func(error) error)
}

// Prober is a Layer that looks itself whether a connection is alive; the error says what became of it.
type Prober interface {
	Probe(ctx context.Context, conn *pgx.Conn) error
}

// Over gives the program of the reference target with another layer: everything but the claims is the same. Each
// instance has a layer of its own.
func Over(name string, layer func() Layer) target.Target { return program{name: name, layer: layer} }

// program is a program over pgx, and what it makes of pgx's answers.
type program struct {
	name  string
	layer func() Layer
}

// Name implements target.Target.
func (p program) Name() string { return p.name }

// Start implements target.Target.
func (p program) Start(context.Context) (target.Instance, error) {
	return &instance{
		layer: p.layer(), sessions: map[string]*session{}, pools: map[string]*pool{}, opening: map[string]context.CancelFunc{},
	}, nil
}
