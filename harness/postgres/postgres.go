// Package postgres gives real PostgreSQL servers, whoever provides them, and fresh databases on them: a container, the
// binaries of this machine, or a server that is given by its DSN.
//
// A server is shared by many tests; each has a database of its own, made from a template ahead of need. Close leaves
// nothing behind, and what a killed process left is removed by the next Start, or by RemoveOrphans.
package postgres

import (
	"context"
	"log/slog"

	"github.com/pgfault/pgfault/harness/internal/libpqenv"
	"github.com/pgfault/pgfault/harness/postgres/container"
	"github.com/pgfault/pgfault/harness/postgres/external"
	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
	"github.com/pgfault/pgfault/harness/postgres/native"
)

// The values of Config.Provider besides a DSN.
const (
	// Auto is a container where one can be had, else native.
	Auto = "auto"
	// Container is a container, through Docker.
	Container = container.Name
	// Native is a cluster of the binaries that are installed on this machine.
	Native = native.Name
	// External is what Server.Provider says of a server given by its DSN.
	External = external.Name
)

// Config says which server is wanted. Its zero value is the best that this machine has.
type Config struct {
	// Provider is "" or "auto", "container", "native", or the DSN of a server that runs already.
	Provider string
	// Version is the major version, such as "15"; "" is the newest there is.
	Version string
	// Messages is the locale of the server's messages, such as "ko_KR.UTF-8"; "" is C. Where the server has no such
	// locale, or no messages in that language, it is ErrUnavailable.
	Messages string
	// Private asks for a server that its user may harm, by Control: it starts faster, makes databases only when they are
	// asked for, and its side channel waits where the server is starting. It can't be had of a DSN.
	Private bool
	// Extras are what a private server has beyond others.
	Extras Extras
	// Logger gets what happens, at level debug, and orphans that were removed, at level info; nil discards.
	Logger *slog.Logger
}

func (c Config) logger() *slog.Logger {
	if c.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Logger
}

// IgnoreEnvironment has this process take nothing from libpq's environment variables any more, as Start and Providers do.
func IgnoreEnvironment() { libpqenv.Forget() }

// Environment are the names of libpq's environment variables that are set in this process, until they are ignored.
func Environment() []string { return libpqenv.Set() }

// Availability is what a provider can do on this machine.
type Availability = provide.Availability

// Providers says what each provider can do on this machine, in the order in which auto tries them, and for a DSN in
// cfg.Provider what is to be said of that server. It starts nothing.
func Providers(ctx context.Context, cfg Config) []Availability {
	libpqenv.Forget()
	var all []Availability
	for _, p := range local() {
		all = append(all, p.Check(ctx, cfg.Version))
	}
	if external.IsDSN(cfg.Provider) {
		all = append(all, external.Provider{DSN: cfg.Provider}.Check(ctx, cfg.Version))
	}
	return all
}

// local are the providers that make servers on this machine, in the order in which auto tries them.
func local() []provide.Provider {
	return []provide.Provider{container.Provider{}, native.Provider{}}
}
