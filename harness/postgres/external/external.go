// Package external uses a PostgreSQL server that somebody else runs, given by its DSN.
package external

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pgfault/pgfault/harness/postgres/internal/provide"
)

// Name is the provider's name.
const Name = "external"

// Provider is the provider of the server at a DSN.
type Provider struct {
	// DSN is a URL or a list of key=value pairs, as libpq takes them.
	DSN string
}

var _ provide.Provider = Provider{}

// IsDSN reports whether the text after --postgres is meant as a DSN.
func IsDSN(s string) bool { return strings.Contains(s, "://") || strings.Contains(s, "=") }

// Name is "external".
func (Provider) Name() string { return Name }

// Check connects, and looks at the version and at what the user may do.
func (p Provider) Check(ctx context.Context, version string) provide.Availability {
	availability := provide.Availability{Provider: Name}
	admin, err := p.parse()
	if err == nil {
		availability.Versions, err = examine(ctx, admin, version)
	}
	if err != nil {
		var unavailable *provide.UnavailableError
		if errors.As(err, &unavailable) {
			availability.Detail, availability.Advice = unavailable.Reason, unavailable.Advice
		} else {
			availability.Detail = err.Error()
		}
		return availability
	}
	availability.OK = true
	availability.Detail = fmt.Sprintf("PostgreSQL %s at %s", availability.Versions[0], address(admin))
	return availability
}

// Start checks that the server can be used. It is somebody else's: nothing about it is changed.
func (p Provider) Start(ctx context.Context, req provide.Request) (provide.Instance, error) {
	admin, err := p.parse()
	if err != nil {
		return nil, err
	}
	if _, err := examine(ctx, admin, req.Version); err != nil {
		return nil, err
	}
	return instance{admin: admin}, nil
}

// parse reads the DSN. What it says of a bad one holds nothing of the DSN, which may be a password.
func (p Provider) parse() (*pgx.ConnConfig, error) {
	admin, err := pgx.ParseConfig(p.DSN)
	if err != nil {
		return nil, &provide.UnavailableError{
			Provider: Name,
			Reason:   "bad DSN",
			Advice:   "write postgres://user:password@host:port/database, or key=value pairs as libpq takes them",
		}
	}
	if strings.HasPrefix(admin.Host, "/") {
		return nil, &provide.UnavailableError{
			Provider: Name,
			Reason:   "the DSN names a Unix socket, and faults are made on TCP connections",
			Advice:   "give a host and a port",
		}
	}
	return admin, nil
}

func address(admin *pgx.ConnConfig) string {
	return net.JoinHostPort(admin.Host, strconv.Itoa(int(admin.Port)))
}

// instance is the server at the DSN.
type instance struct{ admin *pgx.ConnConfig }

var _ provide.Instance = instance{}

func (s instance) Addr() string               { return address(s.admin) }
func (s instance) Admin() *pgx.ConnConfig     { return s.admin.Copy() }
func (s instance) Shared() bool               { return true }
func (s instance) Stop(context.Context) error { return nil }
