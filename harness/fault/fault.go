// Package fault holds the faults: one small struct per file, its fields the configuration, registered by name in
// registry.go.
package fault

import (
	"context"
	"crypto/tls"
	"time"

	"github.com/pgfault/pgfault/harness/wire"
)

// Fault is a failure that can be caused on demand. A fault is data: it can be printed, compared and written as YAML;
// what it does it does to an Env.
type Fault interface {
	// Name is the fault's name in the registry, in output and in YAML.
	Name() string
	// Available says whether the fault can be caused in env, and if not, why.
	Available(env Env) (ok bool, reason string)
	// Inject causes the fault, or arms it where it waits for a position.
	Inject(ctx context.Context, env Env) (Injection, error)
}

// Injection is a fault that was armed or caused.
type Injection interface {
	// Fired reports each time the fault acted, as it was seen to act. A fault that did not fire is an error of the
	// harness, never a pass.
	Fired() []Firing
	// Heal ends the fault. It is bounded by ctx and may be called more than once. What the fault destroyed stays so.
	Heal(ctx context.Context) error
}

// Firing is one act of a fault, seen.
type Firing struct {
	Fault string    `json:"fault"`
	At    time.Time `json:"at"`
	// Where says in words what was hit: connection, message and byte, or backend, or listener. It is the same in each run
	// with the same seed.
	Where string `json:"where"`
	// Seen says in words what shows that it acted, where the machine decides it: how long something took, which process it
	// was, how its end came.
	Seen string `json:"seen,omitempty"`
	// Conn is the number of the connection that was hit, from 1 in the order of their coming; 0 where none was.
	Conn int `json:"conn,omitempty"`
}

// Env is what a fault may act on: one endpoint, and the server behind it by a way that no fault touches.
type Env interface {
	// Stage is the wire stage that the client talks to.
	Stage() *wire.Stage
	// Toxics is the toxiproxy stage behind it.
	Toxics() Toxics
	// Admin runs SQL as superuser on the scenario's database by the side channel, and returns the rows as text.
	Admin(ctx context.Context, sql string, args ...any) ([][]string, error)
	// Control acts on the processes of the server; nil, with the reason, where they are not to be harmed.
	Control() (Control, string)
	// Container is the container in which the server runs, acted on as a whole; nil, with the reason, where there is none.
	Container() (ContainerControl, string)
	// Standby acts on the server's standby; nil, with the reason, where there is none.
	Standby() (Control, string)
	// KeyPair is the server's own certificate with its key; nil, with the reason, where it has none of ours.
	KeyPair() (*tls.Certificate, string)
	// WALDisk is the file system that the server's WAL is on; nil, with the reason, where it has none of its own.
	WALDisk() (WALDisk, string)
	// PoolerControl acts on the pooler before the server; nil, with the reason, where there is none.
	PoolerControl() (PoolerControl, string)
	// DatabaseControl is what the faults of the whole database act on.
	DatabaseControl() DatabaseControl
}

// Toxics sets and removes toxiproxy's toxics on the endpoint, bounded by ctx even when a peer hangs.
type Toxics interface {
	// Add adds a toxic of toxiproxy's by its own type, stream and attributes, to the connections that it acts on: those
	// that are there, and those that come.
	Add(ctx context.Context, t Toxic) error
	// Remove removes a toxic by name.
	Remove(ctx context.Context, name string) error
	// Down closes toxiproxy's listener and its connections; Up opens it again on the same port.
	Down(ctx context.Context) error
	Up(ctx context.Context) error
}

// Toxic is a toxic of toxiproxy's.
type Toxic struct {
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Stream     wire.Direction `json:"stream"`
	Toxicity   Toxicity       `json:"toxicity"` // The share of connections that it acts on.
	Attributes map[string]any `json:"attributes"`
	// Seed decides which connections those are, by their numbers. It is ours: toxiproxy takes none.
	Seed int64 `json:"-"`
}
